"""What CPython's own ``ast`` says of fixes: the truth for ``src/core/source/fixes``.

Argument: a JSON file with ``[[before, after], …]``. Prints ``[complaint or null, …]``: null if ``after`` parses and is
``before`` but for what the fixes are for, of which there is at least one. What a fix has done is undone in both trees;
then they must be equal.
"""

import ast
import json
import sys


class _Undo(ast.NodeTransformer):
    def __init__(self, sleep, coroutines):
        self.sleep = sleep
        self.coroutines = coroutines
        self.count = 0
        self.kept = set()
        self.groups = set()

    def visit_Module(self, node):
        for statement in list(node.body):
            # a set whose tasks leave it by themselves, and an import
            text = ast.unparse(statement)
            if text.startswith("background_tasks") and text.endswith(" = set()"):
                self.kept.add(text.split()[0])
                node.body.remove(statement)
            elif text == "import asyncio":
                node.body.remove(statement)
        return self.generic_visit(node)

    def visit_Await(self, node):
        call = node.value
        if isinstance(call, ast.Call):
            name = ast.unparse(call.func)
            if name in ("asyncio.to_thread", "aio.to_thread"):
                self.count += 1
                return self.generic_visit(ast.Call(call.args[0], call.args[1:], call.keywords))
            if name in ("asyncio.sleep", "aio.sleep") and self.sleep:
                self.count += 1
                return self.generic_visit(ast.Call(ast.parse(self.sleep, mode="eval").body, call.args, call.keywords))
            if name in self.coroutines:
                self.count += 1
                return self.generic_visit(call)
        return self.generic_visit(node)

    def visit_Call(self, node):
        if ast.unparse(node.func) == "asyncio.run" and isinstance(node.args[0], ast.Call) and ast.unparse(node.args[0].func) in self.coroutines:
            self.count += 1
            return self.generic_visit(node.args[0])
        if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in self.groups and node.func.attr == "create_task":
            self.count += 1
            return self.generic_visit(ast.Call(ast.parse("asyncio.create_task", mode="eval").body, node.args, node.keywords))
        return self.generic_visit(node)

    def generic_visit(self, node):
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if isinstance(statements, list):
                setattr(node, field, self.statements(statements))
        return super().generic_visit(node)

    def statements(self, statements):
        result = []
        rest = list(statements)
        while rest:
            first, following = rest[0], [ast.unparse(other) for other in rest[1:3]]
            if isinstance(first, ast.Assign) and isinstance(first.targets[0], ast.Name):
                task = first.targets[0].id
                for kept in self.kept:
                    if following == [f"{kept}.add({task})", f"{task}.add_done_callback({kept}.discard)"]:
                        self.count += 1
                        first, rest = ast.Expr(first.value), rest[2:]
                        break
            if isinstance(first, ast.AsyncWith) and ast.unparse(first.items[0].context_expr) == "asyncio.TaskGroup()":
                self.groups.add(first.items[0].optional_vars.id)
                rest = [None, *first.body, *rest[1:]]
            else:
                result.append(first)
            rest = rest[1:]
        return result


def _complaint(before, after, sleep, coroutines):
    try:
        trees = ast.parse(before), ast.parse(after)
    except SyntaxError as error:
        return f"{error}: {error.text}"
    counts, dumps = [], []
    for tree in trees:
        undo = _Undo(sleep, coroutines)
        dumps.append(ast.dump(undo.visit(tree), indent=1))
        counts.append(undo.count)
    if dumps[0] != dumps[1]:
        return "other code has changed"
    return None if counts[1] > counts[0] else "nothing has changed"


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([_complaint(*case) for case in json.load(file)]))
