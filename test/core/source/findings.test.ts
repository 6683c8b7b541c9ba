/** What is found without a run, and the near misses that are not. */
import { describe, expect, test } from 'vitest';
import { findInSource } from '../../../src/core/source/findings/findings';
import { findingMessage } from '../../../src/core/source/findings/findingMessage';
import { findDroppedCall } from '../../../src/core/source/findings/droppedCall';
import { parsePython } from '../../../src/core/source/parsedPython';

/** `line code call` of each finding. */
const found = (text: string): string[] => findInSource(parsePython(text)).map(({ from, to, evidence }) => `${text.slice(0, from).split('\n').length} ${evidence.code} ${text.slice(from, to)}`);

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');
const inAsync = (body: string, imports = 'import asyncio, time, requests, subprocess, socket, os\n'): string => `${imports}async def f(a):\n${indented(body)}\n`;

describe('a task that nobody keeps', () => {
  test.each([
    ['asyncio.create_task(a)', 'import asyncio'],
    ['aio.create_task(a)', 'import asyncio as aio'],
    ['create_task(a)', 'from asyncio import create_task'],
    ['spawn(a)', 'from asyncio import (sleep, create_task as spawn,)'],
    ['asyncio.ensure_future(a())', 'import asyncio'],
    ['(asyncio.create_task(a))', 'import asyncio'],
    ['if a: asyncio.create_task(a)', 'import asyncio'],
    ['x = 1; asyncio.create_task(a)', 'import asyncio'],
    ['match a:\n    case 1:\n        asyncio.create_task(a)', 'import asyncio'],
    ['asyncio.get_running_loop().create_task(a)', 'import asyncio'],
    ['loop = asyncio.get_event_loop()\nloop.create_task(a)', 'import asyncio'],
    ['import asyncio\nasyncio.create_task(a)', ''],
    ['self._loop.create_task(a)', 'import asyncio'],
  ])('is found: %s', (body, imports) => {
    expect(found(inAsync(body, `${imports}\n`)).map((one) => one.split(' ')[1])).toEqual(['unreferenced-task']);
  });

  test('is found where the loop is a parameter that says so', () => {
    expect(found('import asyncio\ndef f(loop: asyncio.AbstractEventLoop):\n    loop.create_task(g())\n')).toEqual(['3 unreferenced-task loop.create_task(g())']);
  });

  test.each([
    ['task = asyncio.create_task(a)'],
    ['await asyncio.create_task(a)'],
    ['tasks.add(asyncio.create_task(a))'],
    ['asyncio.create_task(a).add_done_callback(print)'],
    ['return asyncio.create_task(a)'],
    ['[asyncio.create_task(x) for x in a]'],
    ['async with asyncio.TaskGroup() as group:\n    group.create_task(a)'],
    ['self.group.create_task(a)'],
    ['loop = a\nloop.create_task(a)'],
    ['asyncio.ensure_future(a)'],
    ['asyncio.ensure_future(asyncio.gather(a))'],
    ['asyncio.create_task'],
    ['# asyncio.create_task(a)\n"asyncio.create_task(a)"'],
    ['asyncio = a\nasyncio.create_task(a)'],
    ['for asyncio in a:\n    asyncio.create_task(a)'],
    ['with a as asyncio:\n    asyncio.create_task(a)'],
    ['try:\n    pass\nexcept a as asyncio:\n    asyncio.create_task(a)'],
    ['(asyncio := a)\nasyncio.create_task(a)'],
    ['match a:\n    case [asyncio, *_]:\n        asyncio.create_task(a)'],
    ['match a:\n    case {"k": 1, **asyncio}:\n        asyncio.create_task(a)'],
    ['global asyncio\nasyncio.create_task(a)'],
    ['def asyncio(): pass\nasyncio.create_task(a)'],
    ['class asyncio: pass\nasyncio.create_task(a)'],
    ['import mine as asyncio\nasyncio.create_task(a)'],
    ['def g(asyncio):\n    asyncio.create_task(a)'],
    ['with self.assertRaises(TypeError):\n    asyncio.create_task(a)'],
    ['asyncio.create_task = a\nasyncio.create_task(a)'],
  ])('is not found: %s', (body) => {
    expect(found(inAsync(body, 'import asyncio\n'))).toEqual([]);
  });

  test.each([['from .asyncio import create_task'], ['from mine import create_task'], ['from asyncio import create_task\nfrom mine import *'], ['def create_task(x): pass'], ['']])(
    'is not found with %s',
    (imports) => {
      expect(found(inAsync('create_task(a)', `${imports}\n# asyncio\n`))).toEqual([]);
    },
  );
});

describe('a coroutine that nobody awaits', () => {
  test('is found, in any function and in none', () => {
    expect(found('async def f(): pass\nasync def g():\n    f()\n    (f())\ndef h():\n    f()\nf()\n')).toEqual(['3 never-awaited f()', '4 never-awaited f()', '6 never-awaited f()', '7 never-awaited f()']);
  });

  test('is found where a method calls one of its own class', () => {
    const text = 'class A:\n    async def f(self): pass\n    @classmethod\n    async def c(cls): cls.c()\n    async def g(self):\n        self.f()\n        def inner():\n            self.f()\n';
    expect(found(text)).toEqual(['4 never-awaited cls.c()', '6 never-awaited self.f()', '8 never-awaited self.f()']);
  });

  test.each([
    ['async def g():\n    await f()'],
    ['x = f()'],
    ['print(f())'],
    ['f'],
    ['# f()\n"f()"'],
    ['asyncio.run(f())'],
    ['def g(f):\n    f()'],
    ['def g():\n    f = print\n    f()'],
    ['f = decorated(f)\nf()'],
    ['def f(): pass\nf()'],
    ['[f() for x in y]'],
    ['f().close()'],
    ['lambda: f()'],
    ['class A:\n    def f(self): pass\n    def g(self):\n        self.f()'],
    ['with pytest.raises(TypeError):\n    f()'],
    ['global f\nf()'],
    ['with warnings.catch_warnings():\n    f()'],
  ])('is not found: %s', (rest) => {
    expect(found(`import asyncio\nasync def f(): pass\n${rest}\n`)).toEqual([]);
  });

  test.each([
    ['@decorator\nasync def f(): pass\nf()'],
    ['async def f():\n    yield 1\nf()'],
    ['def f(): pass\nf() # async'],
    ['class A:\n    async def f(self): pass\nf()'],
    ['class A:\n    @decorator\n    async def f(self): pass\n    def g(self): self.f()'],
    ['class A:\n    async def f(self): pass\n    def g(this, self): self.f()'],
    ['class A:\n    async def f(self): pass\n    def g(self):\n        self = other\n        self.f()'],
    ['class A:\n    async def f(self): pass\n    @staticmethod\n    def g(self): self.f()'],
    ['class A:\n    async def f(self): pass\n    def g(self): self.f()\nclass B(A):\n    def f(self): pass'],
    ['class A:\n    async def f(self): pass\n    def g(self):\n        self.f = print\n        self.f()'],
    ['class A:\n    async def f(self): pass\n    f = 1\n    def g(self): self.f()'],
    ['class A:\n    async def f(self): pass\ndef g(self): self.f()'],
    ['class A:\n    async def f(self): pass\n    def g(self): super().f()'],
  ])('is not found: %s', (text) => {
    expect(found(`${text}\n`)).toEqual([]);
  });
});

describe('a call that blocks', () => {
  test.each([
    ['time.sleep(1)'],
    ['x = requests.get(a).json()'],
    ['if subprocess.run(["true"]).returncode: pass'],
    ['return [requests.get(u) for u in a]'],
    ['print(f"{requests.get(a)!r}")'],
    ['while (x := input()): pass'],
    ['os.system("true")'],
    ['s = socket.socket()\ns.connect(a)'],
    ['with socket.create_connection(a) as s: pass'],
    ['match subprocess.call(a):\n    case 0: pass'],
    ['def g(x): pass\ntime.sleep(1)'],
  ])('is found: %s', (body) => {
    expect(found(inAsync(body)).map((one) => one.split(' ')[1])).toEqual(['blocking-call']);
  });

  test('is found under any name that an import gives it', () => {
    expect(found('from time import sleep as snooze\nimport urllib.request as r\nasync def f():\n    snooze(1)\n    r.urlopen("x")\n')).toEqual([
      '4 blocking-call snooze(1)',
      '5 blocking-call r.urlopen("x")',
    ]);
  });

  test.each([
    ['await asyncio.to_thread(time.sleep, 1)'],
    ['await asyncio.get_running_loop().run_in_executor(None, time.sleep, 1)'],
    ['def g():\n    time.sleep(1)'],
    ['g = lambda: time.sleep(1)'],
    ['def g(x=time.sleep(1)): pass'],
    ['@g(time.sleep(1))\ndef h(): pass'],
    ['any(requests.get(u) for u in a)'],
    ['class A:\n    x = time.sleep(1)'],
    ['x: requests.get(a) = 1'],
    ['await time.sleep(1)'],
    ['time.sleep(0)'],
    ['time = a\ntime.sleep(1)'],
    ['requests = a\nrequests.get(1)'],
    ['self.time.sleep(1)'],
    ['open("x").read()'],
    ['a.get(1)'],
    ['# time.sleep(1)\n"time.sleep(1)"\nf"{time}.sleep(1)"'],
    ['s = socket.socket()\ns.setblocking(False)\ns.connect(a)'],
    ['s = socket.socket()\nawait asyncio.get_running_loop().sock_connect(s, a)'],
    ['s = a\ns.connect(a)'],
    ['socket.getaddrinfo("::1", 80, flags=socket.AI_NUMERICHOST)'],
    ['def input(): pass\ninput()'],
  ])('is not found: %s', (body) => {
    expect(found(inAsync(body))).toEqual([]);
  });

  test('is not found outside of an `async def`', () => {
    expect(found('import asyncio, time\ntime.sleep(1)\ndef f():\n    time.sleep(1)\nasync def g():\n    def h():\n        time.sleep(1)\n')).toEqual([]);
  });
});

describe('around code that is half typed', () => {
  test('nothing is said, elsewhere it is', () => {
    const text = 'import time\nasync def f():\n    time.sleep(1)\n    y = \n\nasync def g():\n    time.sleep(2)\n';
    expect(found(text)).toEqual(['7 blocking-call time.sleep(2)']);
  });
});

test('the sentences name what it is about', () => {
  const messages = findInSource(parsePython('import asyncio, time\nasync def f():\n    asyncio.create_task(g())\n    time.sleep(1)\n    input()\nf()\n')).map(({ evidence }) => findingMessage(evidence));
  expect(messages).toHaveLength(4);
  expect(messages[0]).toMatch(/^What asyncio\.create_task returns is thrown away/);
  expect(messages[1]).toMatch(/^time\.sleep blocks the event loop.*asyncio\.sleep\.$/);
  expect(messages[2]).toMatch(/^input blocks the event loop.*to_thread\.$/);
  expect(messages[3]).toMatch(/^The coroutine f is never awaited/);
});

describe('what a run has said of a line', () => {
  const at = (text: string, code: string, message: string): string | undefined => {
    const dropped = findDroppedCall(parsePython(text), code, 0, text.length, message);
    return dropped === null ? undefined : text.slice(dropped.from, dropped.to);
  };
  const never = (name: string): string => `The coroutine ${name} was never awaited: calling it only makes a coroutine object.`;

  test('is found again', () => {
    expect(at('db.save(x)\n', 'never-awaited', never('Store.save'))).toBe('db.save(x)');
    expect(at('self.loop.create_task(x)\n', 'unreferenced-task', '')).toBe('self.loop.create_task(x)');
  });

  test.each([
    ['print(db.save(x))\n', 'never-awaited', never('Store.save')],
    ['x = db.save(x)\n', 'never-awaited', never('Store.save')],
    ['a.save(x); b.save(x)\n', 'never-awaited', never('Store.save')],
    ['x = self.loop.create_task(x)\n', 'unreferenced-task', ''],
    ['db.save(x)\n', 'slow-callback', never('Store.save')],
  ])('is left alone where it is not clear: %s', (text, code, message) => {
    expect(at(text, code, message)).toBeUndefined();
  });
});
