"""Two tasks that only give control back, 100,000 times each: watched, not watched, and in asyncio's debug mode.

All in one process, in turns, so that whatever slows the machine down slows all three. Prints the medians in seconds.
"""

import asyncio
import json
import statistics
import sys
import time

ROUNDS = 5
SWITCHES = 100_000
WATCHERS = [sys.modules[f"loop_inspector.{name}"] for name in ("instrument", "complaints", "monitoring")]


async def switch(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def main(count):
    await asyncio.gather(switch(count), switch(count))


def measure(count, debug=False):
    began = time.perf_counter()
    asyncio.run(main(count), debug=debug)
    return time.perf_counter() - began


watched, plain, debug = [], [], []
for _ in range(ROUNDS):
    watched.append(measure(SWITCHES))
    for watcher in WATCHERS:
        watcher.uninstall()
    plain.append(measure(SWITCHES))
    debug.append(measure(SWITCHES // 10, debug=True) * 10)
    for watcher in WATCHERS:
        watcher.install()
print(json.dumps({name: statistics.median(times) for name, times in (("watched", watched), ("plain", plain), ("debug", debug))}))
