"""Random programs without timers, so that every run of one seed does the same; each notes what it does.

The notes are the truth that the recorded rows are held to: a task's coroutine is wrapped, so that the wrapper sees
each ``send`` and what came back, and each plain callback notes its own name.
"""

import asyncio
import collections.abc
import random


class Noted(collections.abc.Coroutine):
    """A coroutine that notes how each of its steps ended."""

    def __init__(self, name, coroutine, notes):
        self.name = name
        self.coroutine = coroutine
        self.notes = notes

    def _step(self, resume, *args):
        try:
            waits_for = resume(*args)
        except StopIteration:
            self.notes.append((self.name, "returned"))
            raise
        except asyncio.CancelledError:
            self.notes.append((self.name, "cancelled"))
            raise
        except BaseException:
            self.notes.append((self.name, "failed"))
            raise
        self.notes.append((self.name, "yielded" if waits_for is None else id(waits_for)))
        return waits_for

    def send(self, value):
        return self._step(self.coroutine.send, value)

    def throw(self, *args):
        return self._step(self.coroutine.throw, *args)

    def close(self):
        self.coroutine.close()

    def __await__(self):
        return self.coroutine.__await__()


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.notes = []
        self.futures = []
        self.tasks = []
        #: kept so that no two have the same address
        self.all_futures = []
        self.queue = None
        self.event = None
        self.lock = None
        self.left = 60

    async def main(self):
        self.queue = asyncio.Queue(2)
        self.event = asyncio.Event()
        self.lock = asyncio.Lock()
        for _ in range(4):
            self.start()
        for _ in range(60):
            await asyncio.sleep(0)
            self.act()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def start(self):
        name = f"noted-{len(self.tasks)}"
        coroutine = Noted(name, self.worker(), self.notes)
        # the name is given later: `create_task` takes one since 3.8, third-party loops do not all
        task = asyncio.get_running_loop().create_task(coroutine)
        task.set_name(name)
        self.tasks.append(task)

    def act(self):
        choice = self.random.randrange(7)
        loop = asyncio.get_running_loop()
        if choice == 0 and self.left:
            self.left -= 1
            self.start()
        elif choice == 1 and self.tasks:
            self.random.choice(self.tasks).cancel()
        elif choice == 2:
            for future in self.futures:
                if not future.done():
                    future.set_result(None)
                    break
        elif choice == 3:
            handle = loop.call_soon(self.callback)
            if self.random.random() < 0.3:
                handle.cancel()
        elif choice == 4:
            self.event.set()
            self.event.clear()
        elif choice == 5 and not self.queue.full():
            self.queue.put_nowait(None)
        elif choice == 6 and not self.queue.empty():
            self.queue.get_nowait()

    def callback(self):
        self.notes.append(("Program.callback", None))
        self.act()

    async def worker(self):
        for _ in range(self.random.randrange(1, 8)):
            self.act()
            choice = self.random.randrange(7)
            if choice == 0:
                await asyncio.sleep(0)
            elif choice == 1:
                future = asyncio.get_running_loop().create_future()
                self.futures.append(future)
                self.all_futures.append(future)
                await future
            elif choice == 2:
                await self.queue.get()
            elif choice == 3:
                await self.queue.put(None)
            elif choice == 4:
                await self.event.wait()
            elif choice == 5:
                async with self.lock:
                    await asyncio.sleep(0)
            elif self.random.random() < 0.5:
                raise ValueError("by chance")
            else:
                return "by chance"


def run(seed):
    """The notes of one run."""
    program = Program(seed)
    loop = asyncio.new_event_loop()
    # exceptions that nobody retrieves are part of the program
    loop.set_exception_handler(lambda loop, context: None)
    try:
        loop.run_until_complete(program.main())
    finally:
        loop.close()
    # a task that was cancelled in its last step ends cancelled, whatever its coroutine returned
    cancelled = {task.get_name() for task in program.tasks if task.cancelled()}
    return [(name, "cancelled" if how == "returned" and name in cancelled else how) for name, how in program.notes]
