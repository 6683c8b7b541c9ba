"""What CPython's own ``ast`` says about where coroutines may give control back: the truth for ``yieldPoints.ts``.

Arguments: files; without any, every module of the standard library. The answer, ``files.json`` in the working
directory: ``[[path, text, [[kind, line, column], …]], …]`` with 1-based lines and columns in UTF-16 units; the
text is decoded and has the line ends of an editor that shows it: all ``\\r\\n`` or all ``\\n``.
"""

import ast
import io
import json
import os
import sys
import tokenize
import zipfile

_AWAITABLE = {"types.coroutine", "asyncio.coroutine", "coroutine"}


class _Finder(ast.NodeVisitor):
    def __init__(self, text):
        self.lines = text.split("\n")
        self.points = []
        #: whether a ``yield`` here goes to the loop
        self.cedes = False
        self.keywords = [token.start for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.string == "async"]

    def add(self, kind, line, column):
        self.points.append([kind, line, column])

    def at(self, node):
        """1-based line, 1-based column in UTF-16 units."""
        before = self.lines[node.lineno - 1].encode()[: node.col_offset].decode()
        return node.lineno, self.utf16(before) + 1

    def utf16(self, text):
        return len(text.encode("utf-16-le")) // 2

    def visit_Await(self, node):
        self.add("await", *self.at(node))
        self.generic_visit(node)

    def visit_AsyncFor(self, node):
        self.add("async for", *self.at(node))
        self.generic_visit(node)

    def visit_AsyncWith(self, node):
        self.add("async with", *self.at(node))
        self.generic_visit(node)

    def visit_comprehension(self, node):
        if node.is_async:
            # the node has no place of its own: the last ``async`` before its target
            target = node.target.lineno, len(self.lines[node.target.lineno - 1].encode()[: node.target.col_offset].decode())
            line, column = max(start for start in self.keywords if start < target)
            self.add("async comprehension", line, self.utf16(self.lines[line - 1][:column]) + 1)
        self.generic_visit(node)

    def visit_Yield(self, node):
        if self.cedes:
            self.add("yield", *self.at(node))
        self.generic_visit(node)

    visit_YieldFrom = visit_Yield

    def inside(self, body, cedes):
        before, self.cedes = self.cedes, cedes
        for node in body:
            self.visit(node)
        self.cedes = before

    def function(self, node, cedes):
        for field, value in ast.iter_fields(node):
            if field != "body":
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        self.visit(child)
        self.inside(node.body, cedes)

    def visit_FunctionDef(self, node):
        marked = any(ast.unparse(decorator) in _AWAITABLE for decorator in node.decorator_list)
        self.function(node, node.name == "__await__" or marked)

    def visit_AsyncFunctionDef(self, node):
        self.function(node, False)

    def visit_ClassDef(self, node):
        self.function(node, False)

    def visit_Lambda(self, node):
        self.visit(node.args)
        self.inside([node.body], False)


def _find(path, data):
    """None: CPython refuses the file, as it does some of its own tests."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        finder = _Finder(plain)
        finder.visit(ast.parse(plain))
    except (SyntaxError, UnicodeDecodeError, tokenize.TokenError):
        return None
    return [path, plain.replace("\n", "\r\n") if "\r\n" in text else plain, sorted(finder.points)]


def _standard_library():
    folder = os.path.dirname(os.__file__)
    if folder.endswith(".zip"):
        with zipfile.ZipFile(folder) as archive:
            for name in archive.namelist():
                if name.endswith(".py"):
                    yield name, archive.read(name)
        return
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py") and "site-packages" not in parent:
                yield _read(os.path.join(parent, name))


def _read(path):
    with open(path, "rb") as file:
        return path, file.read()


def main(*paths):
    files = map(_read, paths) if paths else _standard_library()
    found = [answer for answer in (_find(*file) for file in files) if answer is not None]
    with open("files.json", "w", encoding="utf-8", errors="surrogatepass") as file:
        json.dump(found, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
