"""Blocks its event loop in every way that a test asks for: ``blocking_program.py CASE…``. Each case is a task of that name.

The line that is to be blamed ends with a comment ``# CASE``, its caller, if there is one, with ``# CASE: caller``.
"""

import asyncio
import concurrent.futures
import contextlib
import functools
import gc
import importlib
import json
import logging
import re
import select
import socket
import subprocess
import sys
import threading
import time

LONG = 0.25
sys.setrecursionlimit(3000)
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

cases = {}


def case(function):
    cases[function.__name__] = function
    return function


def deepest():
    time.sleep(LONG)  # nested


def deep():
    deepest()  # nested: caller


@case
async def nested():
    deep()


@case
async def busy_loop():
    end = time.perf_counter() + LONG * 2
    total = 0
    while time.perf_counter() < end:  # busy_loop
        total += len(str(total))
        total = max(total, 3)


@case
async def blocking_socket():
    here, there = socket.socketpair()
    threading.Timer(LONG, there.send, (b"x",)).start()
    await asyncio.sleep(0)  # the block begins with its step
    with here, there:
        here.recv(1)  # blocking_socket


@case
async def process():
    subprocess.run([sys.executable, "-c", f"import time; time.sleep({LONG})"])  # process


@case
async def lock():
    taken = threading.Lock()
    taken.acquire()
    threading.Timer(LONG, taken.release).start()
    await asyncio.sleep(0)
    taken.acquire()  # lock


@case
async def thread_result():
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pool.submit(time.sleep, LONG).result()  # thread_result


@case
async def short_sleeps():
    for _ in range(30):
        time.sleep(0.01)  # short_sleeps


class Freed:
    def __del__(self):
        time.sleep(LONG)  # finalizer


@case
async def finalizer():
    thing = Freed()
    del thing  # finalizer: caller


@case
async def imports():
    importlib.invalidate_caches()
    import slow_module  # imports


def by_length(text):
    time.sleep(LONG)  # sort_key
    return len(text)


@case
async def sort_key():
    sorted(["a"], key=by_length)  # sort_key: caller


def spell(thing):
    time.sleep(LONG)  # json_hook


@case
async def json_hook():
    json.dumps(object(), default=spell)  # json_hook: caller


def wait(length):
    time.sleep(length)  # partial


@case
async def partial():
    functools.partial(wait, LONG)()  # partial: caller


class SlowHandler(logging.Handler):
    def emit(self, record):
        time.sleep(LONG)  # log_handler


@case
async def log_handler():
    logger = logging.getLogger("slow")
    logger.addHandler(SlowHandler())
    logger.propagate = False
    logger.error("x")  # log_handler: caller


@case
async def library():
    with select_forever() as waiter:
        waiter.select(LONG)  # library


@contextlib.contextmanager
def select_forever():
    import selectors

    with selectors.SelectSelector() as selector, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as quiet:
        quiet.bind(("127.0.0.1", 0))
        selector.register(quiet, selectors.EVENT_READ)
        yield selector


@case
async def comprehension():
    return [time.sleep(LONG / 3) for _ in range(3)]  # comprehension


@case
async def generator_expression():
    return list(time.sleep(LONG / 3) for _ in range(3))  # generator_expression


def slowly(function):
    @functools.wraps(function)
    def wrapper():
        time.sleep(LONG)  # decorated
        return function()

    return wrapper


@slowly
def quick():
    pass


@case
async def decorated():
    quick()  # decorated: caller


class Slow:
    def __enter__(self):
        pass

    def __exit__(self, *_):
        time.sleep(LONG)  # leaving


@case
async def leaving():
    with Slow(): pass  # leaving: caller


async def numbers():
    yield 1
    time.sleep(LONG)  # async_generator
    yield 2


@case
async def async_generator():
    async for _ in numbers():  # async_generator: caller
        pass


@case
async def two_blocks():
    time.sleep(LONG * 2)  # two_blocks
    select.select([], [], [], LONG)


@case
async def sorts():
    sorted(MANY)  # sorts
    return 1


@case
async def matches():
    found = re.match(r"(a+)+$", "a" * 24 + "b")  # matches
    return found


@case
async def powers():
    exponent = 2_500_000
    power = 3**exponent  # powers
    return power.bit_length()  # powers: after


@case
async def eager():
    async def first_step():
        time.sleep(LONG)  # eager

    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    task = loop.create_task(first_step())  # eager: caller
    loop.set_task_factory(None)
    await task


@case
async def collects():
    kept = []
    gc.collect()
    for number in range(300_000):
        kept.append([[number]])
    for _ in range(4):
        gc.collect()  # collects
    return kept


@case
async def elsewhere():
    def other_loop():
        async def other():
            time.sleep(LONG)  # elsewhere

        asyncio.run(other())

    thread = threading.Thread(target=other_loop)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.01)


@case
async def callback():
    done = asyncio.get_running_loop().create_future()

    def called():
        time.sleep(LONG)  # callback
        done.set_result(None)

    asyncio.get_running_loop().call_soon(called)
    await done


async def main(names):
    for name in names:
        # the look at what ran before has ended
        await asyncio.sleep(0.05)
        await asyncio.create_task(cases[name](), name=name)


MANY = [(i * 7919) % 1000003 for i in range(1_500_000)] if "sorts" in sys.argv else []
asyncio.run(main(sys.argv[1:]))
