/** Programs whose names, results and exceptions are not what anybody expects. The inspector describes them and runs none of their code. */
import type { Report } from '../../../src/core/report/schema';
import { type Fault, testFaults } from './fault';

const outcomes = (expected: Readonly<Record<string, RegExp>>) => (report: Report): void => {
  for (const [name, pattern] of Object.entries(expected)) {
    const outcome = report.tasks.find((task) => task.name === name)?.outcome ?? '';
    if (!pattern.test(outcome)) throw new Error(`${name}: ${outcome}`);
  }
};

const results: Record<string, Fault> = {
  'results that show themselves badly': {
    source: `
import asyncio
class Raises:
    def __repr__(self):
        raise ValueError("repr")
class Blocks:
    def __repr__(self):
        print("blocks")
        while True: pass
class Recurses:
    def __repr__(self):
        return repr(self)
class Meta(type):
    def __getattribute__(self, name):
        print(name)
        return type.__getattribute__(self, name)
class Odd(metaclass=Meta):
    @property
    def __class__(self):
        print("__class__")
        return self.missing
class Key:
    def __init__(self, number):
        self.number = number
    def __lt__(self, other):
        print("__lt__")
        return self.number < other.number
async def gives(value):
    await asyncio.sleep(0)
    return value
async def main():
    endless = []
    endless.append(endless)
    values = dict(raises=Raises(), blocks=Blocks(), recurses=Recurses(), odd=Odd(), oddClass=Odd, keys={Key(2): 1, Key(1): 2}, set={Key(2), Key(1)},
        text="x" * 10_000_000, bytes=b"x" * 10_000_000, number=7 ** 400_000, dict=dict.fromkeys(range(2_000_000)), endless=endless,
        letters="\\ud800\\x00\\x1b[31m", nested=[Odd(), {1: Blocks()}])
    for name, value in values.items():
        await asyncio.create_task(gives(value), name=name)
asyncio.run(main())
`,
    ending: 'Finished.',
    tasks: { raises: 'done', blocks: 'done', recurses: 'done', odd: 'done', oddClass: 'done', keys: 'done', text: 'done', number: 'done', endless: 'done', nested: 'done' },
    check: outcomes({ raises: /^<Raises>$/, odd: /^<Odd>$/, oddClass: /^<class Odd>$/, keys: /^\{<Key>: 1, <Key>: 2\}$/, text: /^'x+\.\.\.x+'$/, bytes: /^b'x+'\.\.\.$/, number: /^<int/, dict: /^\{0: None, 1: None/, endless: /^\[\[/ }),
    embedded: true,
    everyPython: true,
  },
  'exceptions that misbehave': {
    source: `
import asyncio
class Shows(Exception):
    def __str__(self):
        print("__str__")
        raise ValueError("str")
    __repr__ = __str__
class Args(Exception):
    @property
    def args(self):
        print("args")
        raise ValueError("args")
class Classless(Exception):
    @property
    def __class__(self):
        print("__class__")
        raise ValueError("class")
class Equal(Exception):
    def __eq__(self, other):
        print("__eq__")
        return True
    def __bool__(self):
        print("__bool__")
        return False
class Long(Exception):
    pass
class Several(Exception):
    pass
async def fails(error):
    await asyncio.sleep(0)
    raise error
async def main():
    for error in (Shows(), Args(1, 2), Classless("x"), Equal(), Long("x" * 10_000_000), Several(object(), [Shows()])):
        task = asyncio.create_task(fails(error), name=type(error).__name__)
        await asyncio.wait([task])
        caught = asyncio.Future.exception(task)
        print(type(caught).__name__)
asyncio.run(main())
`,
    ending: 'Finished.',
    tasks: { Shows: 'failed', Args: 'failed', Classless: 'failed', Equal: 'failed', Long: 'failed' },
    check: outcomes({ Shows: /^Shows$/, Args: /^Args\(1, 2\)$/, Classless: /^Classless: x$/, Equal: /^Equal$/, Long: /^Long: x+$/, Several: /^Several\(<object>, \[<Shows>\]\)$/ }),
    embedded: true,
  },
  'an exception at its end that misbehaves': {
    source: `
import asyncio
class Odd(Exception):
    def __str__(self):
        raise ValueError("str")
    @property
    def __cause__(self):
        raise ValueError("cause")
async def main():
    await asyncio.sleep(0)
    raise Odd("x")
asyncio.run(main())
`,
    ending: 'Ended by Odd.',
    tasks: { 'Task-1': 'failed' },
  },
  'names that are no names': {
    source: `
import asyncio
class Name:
    def __str__(self):
        return "of an object"
class Text(str):
    def __str__(self):
        return "of a text"
class Raises:
    def __str__(self):
        raise ValueError("name")
async def naps():
    await asyncio.sleep(0)
async def main():
    for name in (Name(), Text("x"), 7, None, "", "\\ud800", "a\\0b", "two\\nlines", "\\x1b[31mred", "x" * 1_000_000, "\\u202eleft"):
        task = asyncio.create_task(naps(), name=name)
        await task
        print(len(task.get_name()))
        task.set_name(name)
        await asyncio.sleep(0)
    coroutine = naps()
    try:
        asyncio.create_task(coroutine, name=Raises())
    except ValueError as error:
        print(error)
    coroutine.close()
    tasks = [asyncio.create_task(naps(), name=f"{n}" + "x" * 1_000_000) for n in range(70)]
    await asyncio.gather(*tasks)
asyncio.run(main())
`,
    ending: 'Finished.',
    tasks: { 'of an object': 'done', 7: 'done', 'a\0b': 'done', 'two\nlines': 'done', '\x1b[31mred': 'done', '\u202eleft': 'done' },
    embedded: true,
    everyPython: true,
  },
  'a coroutine function as a callback': {
    source: `
import asyncio, warnings
async def tick():
    pass
async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(tick)
    loop.call_later(0.01, tick)
    await asyncio.sleep(0.05)
    warnings.filterwarnings("ignore", module=r"asyncio\\.events")
    loop.call_soon(tick)
    await asyncio.sleep(0.01)
asyncio.run(main())
`,
    ending: 'Finished.',
    everyPython: true,
    check: ({ warnings }) => {
      if (!warnings.some(({ code }) => code === 'never-awaited')) throw new Error(JSON.stringify(warnings));
    },
  },
  'code of files with odd names': {
    source: `
import asyncio, os
text = "import asyncio\\nasync def naps():\\n    await asyncio.sleep(0.001)\\n"
tasks = []
async def main():
    for path in ("two\\nlines.py", "\\udcff.py", "\\x1b[31m.py", "", "x" * 100_000, "<string>"):
        space = {}
        exec(compile(text, path, "exec"), space)
        tasks.append(asyncio.create_task(space["naps"](), name=repr(path[:10])))
    await asyncio.gather(*tasks)
asyncio.run(main())
print(len(tasks))
`,
    ending: 'Finished.',
    tasks: { "'two\\nlines.'": 'done', "'\\udcff.py'": 'done' },
    embedded: true,
  },
  'times that are no times': {
    source: `
import asyncio, decimal, fractions, math
async def naps():
    loop = asyncio.get_running_loop()
    handles = []
    called = []
    for when in (math.inf, 1e300, 10 ** 30, -5, -math.inf, fractions.Fraction(1, 1000), None):
        try:
            handles.append(loop.call_later(when, called.append, 1))
        except Exception as error:
            print(type(error).__name__)
        try:
            handles.append(loop.call_at(when, called.append, 1))
        except Exception as error:
            print(type(error).__name__)
    loop.call_later(math.nan, called.append, 1).cancel()
    forever = asyncio.create_task(asyncio.sleep(math.inf), name="forever")
    await asyncio.sleep(0.01)
    for handle in handles:
        handle.cancel()
    print(len(called))
asyncio.run(naps())
`,
    ending: 'Finished.',
    tasks: { 'Task-1': 'done', forever: 'cancelled' },
    embedded: true,
    everyPython: true,
  },
};

const tasks: Record<string, Fault> = {
  'tasks that wait for each other': {
    source: `
import asyncio, gc
async def waits(others, other):
    await others[other]
async def main():
    await asyncio.sleep(0)
    others = {}
    for name, other in (("a", "b"), ("b", "a"), ("self", "self")):
        others[name] = asyncio.create_task(waits(others, other), name=name)
    one, two = [], []
    async def gathers(own):
        await asyncio.gather(*own)
    x, y = asyncio.create_task(gathers(one), name="x"), asyncio.create_task(gathers(two), name="y")
    one.append(y)
    two.append(x)
    await asyncio.wait([*others.values(), x, y], timeout=0.05)
    print([task.done() for task in others.values()])
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
gc.collect()
print("end")
`,
    ending: 'Finished.',
    tasks: { a: 'destroyed', b: 'destroyed', self: 'failed', x: 'destroyed', y: 'destroyed' },
    // which of those that are destroyed together comes first
    differs: /^[^]*$/g,
  },
  'a cycle of tasks at its end': {
    source: `
import asyncio
async def waits(others, other):
    await others[other]
others = {}
async def main():
    await asyncio.sleep(0)
    for name, other in (("a", "b"), ("b", "a")):
        others[name] = asyncio.create_task(waits(others, other), name=name)
    await asyncio.sleep(0.05)
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
print("end")
`,
    ending: 'Finished.',
    tasks: { a: 'parked', b: 'parked' },
    // what the interpreter takes apart first
    differs: /^task: .*$/gm,
  },
};

testFaults('a program with', { ...results, ...tasks });
