/** What each fix makes of the code, and where none is offered. */
import { describe, expect, test } from 'vitest';
import { findInSource } from '../../../src/core/source/findings/findings';
import { applyEdits, type Fix } from '../../../src/core/source/fixes/fix';
import { fixesFor } from '../../../src/core/source/fixes/fixes';
import { parsePython } from '../../../src/core/source/parsedPython';

/** The fixes of the first finding. */
function fixes(text: string): Fix[] {
  const python = parsePython(text);
  const [first] = findInSource(python);
  expect(first, text).toBeDefined();
  return fixesFor(python, first!);
}

/** The text after the preferred fix of the first finding; undefined if none is offered. */
function fixed(text: string): string | undefined {
  const fix = fixes(text).find(({ preferred }) => preferred);
  return fix === undefined ? undefined : applyEdits(text, fix.edits);
}

describe('time.sleep', () => {
  const line = (statement: string): string | undefined => fixed(`import asyncio\nimport time\nasync def f(x, y):\n    ${statement}\n`)?.split('\n')[3]?.trim();

  test.each([
    ['time.sleep(1)', 'await asyncio.sleep(1)'],
    ['time.sleep(1) or x', 'await asyncio.sleep(1) or x'],
    ['time.sleep(1).bit_length()', '(await asyncio.sleep(1)).bit_length()'],
    ['time.sleep(1)[0]', '(await asyncio.sleep(1))[0]'],
    ['time.sleep(1)(2)', '(await asyncio.sleep(1))(2)'],
    ['x(time.sleep(1))', 'x(await asyncio.sleep(1))'],
    ['time.sleep(await x)', 'await asyncio.sleep(await x)'],
    ['time.sleep(x or y)  # why', 'await asyncio.sleep(x or y)  # why'],
    ['[time.sleep(z) for z in x]', '[await asyncio.sleep(z) for z in x]'],
    ['if x: time.sleep(1); y()', 'if x: await asyncio.sleep(1); y()'],
    ['f"{time.sleep(1)!r}"', 'f"{await asyncio.sleep(1)!r}"'],
    ['(z := time.sleep(1))', '(z := await asyncio.sleep(1))'],
  ])('%s', (before, after) => {
    expect(line(before)).toBe(after);
  });

  test.each([
    ['time.sleep(*x)'],
    ['time.sleep(secs=1)'],
    ['f"{time.sleep(1)=}"'],
    ['[[time.sleep(1) for z in x] for w in y]'],
    ['with lock: time.sleep(1)'],
    ['with self._lock, y: time.sleep(1)'],
  ])('is left alone: %s', (statement) => {
    expect(line(statement)).toBeUndefined();
  });

  test('is changed where the lock is asyncio’s', () => {
    expect(line('async with lock: time.sleep(1)')).toBe('async with lock: await asyncio.sleep(1)');
  });

  test('is left alone in a program for another event loop', () => {
    expect(fixed('import time, trio\nimport trio\nasync def f():\n    time.sleep(1)\n')).toBeUndefined();
  });
});

describe('the name of what is in asyncio', () => {
  const body = 'async def f():\n    time.sleep(1)\n';
  test.each([
    ['import time\n', 'import asyncio\nimport time\nasync def f():\n    await asyncio.sleep(1)\n'],
    ['import time\nimport asyncio as aio\n', 'import time\nimport asyncio as aio\nasync def f():\n    await aio.sleep(1)\n'],
    ['import time\nfrom asyncio import sleep\n', 'import time\nfrom asyncio import sleep\nasync def f():\n    await sleep(1)\n'],
    ['import time\nfrom asyncio import sleep as nap\n', 'import time\nfrom asyncio import sleep as nap\nasync def f():\n    await nap(1)\n'],
    ['import time\nimport asyncio.subprocess\n', 'import time\nimport asyncio.subprocess\nasync def f():\n    await asyncio.sleep(1)\n'],
    ['"""Text."""\n\nfrom __future__ import annotations\n\nimport abc\nimport time\n\n', '"""Text."""\n\nfrom __future__ import annotations\n\nimport abc\nimport asyncio\nimport time\n\nasync def f():\n    await asyncio.sleep(1)\n'],
    ['#!/usr/bin/env python3\n# coding: utf-8\nimport time\n', '#!/usr/bin/env python3\n# coding: utf-8\nimport asyncio\nimport time\nasync def f():\n    await asyncio.sleep(1)\n'],
    ['import time\r\n', 'import asyncio\r\nimport time\r\nasync def f():\n    await asyncio.sleep(1)\n'],
  ])('%j', (head, after) => {
    expect(fixed(head + body)).toBe(after);
  });

  test.each([
    ['import time\nasyncio = 1\n'],
    ['import time\nif TYPE_CHECKING:\n    import asyncio\n'],
    ['from mine import *\nimport time\n'],
    ['"""Text."""; import time\n'],
  ])('is in doubt: %j', (head) => {
    expect(fixed(head + body)).toBeUndefined();
  });

  test('is not taken from where something else has it', () => {
    expect(fixed('import time\nimport asyncio\nasync def f(asyncio):\n    time.sleep(1)\n')).toBeUndefined();
  });

  test.each([
    ['async def f():\n    input()\n', 'import asyncio\n\nasync def f():\n    await asyncio.to_thread(input)\n'],
    ['"""Text."""\nasync def f():\n    input()\n', '"""Text."""\n\nimport asyncio\nasync def f():\n    await asyncio.to_thread(input)\n'],
    ['# (c) me\n\n# about f\nasync def f():\n    input()\n', '# (c) me\n\nimport asyncio\n\n# about f\nasync def f():\n    await asyncio.to_thread(input)\n'],
    ['from __future__ import annotations\nasync def f():\n    input()\n', 'from __future__ import annotations\n\nimport asyncio\nasync def f():\n    await asyncio.to_thread(input)\n'],
  ])('is imported where there are no imports: %j', (before, after) => {
    expect(fixed(before)).toBe(after);
  });
});

describe('a call that blocks', () => {
  const line = (statement: string): string | undefined => fixed(`import asyncio\nimport requests\nasync def f(x, y):\n    ${statement}\n`)?.split('\n').slice(3).join('\n').trim();

  test.each([
    ['requests.get(x)', 'await asyncio.to_thread(requests.get, x)'],
    ['input()', 'await asyncio.to_thread(input)'],
    ['z = requests.get(x, timeout=3, *y, **y).json()', 'z = (await asyncio.to_thread(requests.get, x, timeout=3, *y, **y)).json()'],
    ['requests.get (x)', 'await asyncio.to_thread(requests.get, x)'],
    ['requests.get(\n        x,  # it\n    )', 'await asyncio.to_thread(requests.get,\n        x,  # it\n    )'],
    ['return {requests.get(z) for z in x}', 'return {await asyncio.to_thread(requests.get, z) for z in x}'],
    ['x(**requests.get(x))', 'x(**await asyncio.to_thread(requests.get, x))'],
    ['-requests.get(x)[0] ** 2', '-(await asyncio.to_thread(requests.get, x))[0] ** 2'],
  ])('%s', (before, after) => {
    expect(line(before)).toBe(after);
  });

  test.each([['requests.get(await x)'], ['requests.get((yield))'], ['requests.get(z for z in x)'], ['with threading.Lock(): requests.get(x)']])('is left alone: %s', (statement) => {
    expect(line(statement)).toBeUndefined();
  });
});

describe('a coroutine that nobody awaits', () => {
  test.each([
    ['async def f(): pass\nasync def g():\n    f()\n', 'async def f(): pass\nasync def g():\n    await f()\n'],
    ['async def f(): pass\nasync def g():\n    (f())  # why\n', 'async def f(): pass\nasync def g():\n    (await f())  # why\n'],
    ['import asyncio\nasync def f(): pass\nif __name__ == "__main__":\n    f()\n', 'import asyncio\nasync def f(): pass\nif __name__ == "__main__":\n    asyncio.run(f())\n'],
    ['async def f(): pass\nf()\n', 'import asyncio\n\nasync def f(): pass\nasyncio.run(f())\n'],
  ])('%j', (before, after) => {
    expect(fixed(before)).toBe(after);
  });

  test('is left alone where no await may stand', () => {
    expect(fixed('async def f(): pass\ndef g():\n    f()\n')).toBeUndefined();
    expect(fixed('async def f(): pass\nasync def g():\n    class A:\n        f()\n')).toBeUndefined();
  });
});

const COMMENT = '# Tasks in the background, until they are done: a loop holds them by weak references only.';

describe('a task that nobody keeps', () => {
  test('is kept in a set of the module', () => {
    expect(fixed('import asyncio\n\nasync def f():\n    if x:\n        asyncio.create_task(g())  # why\n    y()\n')).toBe(
      `import asyncio\n\n${COMMENT}\nbackground_tasks = set()\n\nasync def f():\n    if x:\n        task = asyncio.create_task(g())  # why\n        background_tasks.add(task)\n        task.add_done_callback(background_tasks.discard)\n    y()\n`,
    );
  });

  test('is kept with others in one set, under a name of its own', () => {
    const twice = fixed(fixed('import asyncio\nasync def f():\n    asyncio.create_task(g())\n    asyncio.create_task(h())\n')!);
    expect(twice).toBe(
      `import asyncio\n\n${COMMENT}\nbackground_tasks = set()\nasync def f():\n    task = asyncio.create_task(g())\n    background_tasks.add(task)\n    task.add_done_callback(background_tasks.discard)\n    task_2 = asyncio.create_task(h())\n    background_tasks.add(task_2)\n    task_2.add_done_callback(background_tasks.discard)\n`,
    );
  });

  test('is kept under names that nobody else has', () => {
    const after = fixed('import asyncio\nbackground_tasks = {}\nasync def f(task):\n    asyncio.create_task(g())\n');
    expect(after).toMatch(/^background_tasks_2 = set\(\)$/m);
    expect(after).toMatch(/^ {4}task_2 = asyncio/m);
  });

  test('is kept within its line, where others share it', () => {
    expect(fixed('import asyncio\nasync def f():\n    if x: asyncio.create_task(g()); y()\n')).toContain(
      '    if x: task = asyncio.create_task(g()); background_tasks.add(task); task.add_done_callback(background_tasks.discard); y()\n',
    );
  });

  test('is left alone in a class’s body', () => {
    expect(fixed('import asyncio\nclass A:\n    asyncio.create_task(g())\n')).toBeUndefined();
  });

  const grouped = (text: string): string | undefined => {
    const fix = fixes(text).find(({ title }) => title.includes('TaskGroup'));
    return fix === undefined ? undefined : applyEdits(text, fix.edits);
  };

  test('can be waited for in a group', () => {
    expect(grouped('import asyncio\n\nasync def f():\n    x()\n    asyncio.create_task(g())\n\n    # more\n    if y:\n        z()\n    asyncio.create_task(h(), name="h")\n    return 1\n\nasync def k(): pass\n')).toBe(
      'import asyncio\n\nasync def f():\n    x()\n    async with asyncio.TaskGroup() as group:\n        group.create_task(g())\n\n        # more\n        if y:\n            z()\n        group.create_task(h(), name="h")\n        return 1\n\nasync def k(): pass\n',
    );
  });

  test.each([
    ['import asyncio\nasync def f():\n    asyncio.create_task(g())\n    x = """a\n    b"""\n'],
    ['import asyncio\nasync def f():\n    asyncio.create_task(g())\n    yield\n'],
    ['import asyncio\nasync def f():\n    while True:\n        asyncio.create_task(g())\n'],
    ['import asyncio\nasync def f(): asyncio.create_task(g())\n'],
    ['import asyncio\ndef f():\n    asyncio.create_task(g())\n'],
    ['import asyncio\nasync def f():\n    asyncio.ensure_future(g())\n'],
  ])('cannot be waited for in a group: %j', (text) => {
    expect(grouped(text)).toBeUndefined();
  });
});
