"""Workloads watched and not watched, in turns, in one process, so that whatever slows the machine down slows both; the
first also in asyncio's debug mode. ``in_turns.py ROUNDS NAME…`` prints medians as JSON: of the ratios of processor time and of time
that went by, in which the program also waits for the inspector, and of the seconds."""

import asyncio
import gc
import json
import statistics
import sys
import time

from workloads import WORKLOADS, switching

#: debug mode takes so long that a part must do
DEBUG_SWITCHES = 10_000
hooks = sys.modules["loop_inspector.hooks"]
#: the embedded interpreter has no thread that looks, and no clock of its processor time
watcher = sys.modules.get("loop_inspector.watcher")
clock = time.process_time if watcher is not None else time.perf_counter


def measure(main, debug=False):
    """Processor time, and time that went by; s."""
    gc.collect()
    began = clock(), time.perf_counter()
    asyncio.run(main, debug=debug)
    return clock() - began[0], time.perf_counter() - began[1]


def leave_alone():
    hooks.uninstall()
    if watcher is not None:
        watcher.pause()


def watch():
    if watcher is not None:
        watcher.resume()
    hooks.install()


def medians(rounds, workload):
    watched, plain = [], []
    for _ in range(rounds):
        watched.append(measure(WORKLOADS[workload]()))
        leave_alone()
        plain.append(measure(WORKLOADS[workload]()))
        watch()
    ratio, elapsed = (statistics.median(one[of] / other[of] for one, other in zip(watched, plain)) for of in (0, 1))
    seconds = (statistics.median(cpu for cpu, _ in runs) for runs in (watched, plain))
    return {"ratio": ratio, "elapsed": elapsed, **dict(zip(("watched", "plain"), seconds))}


found = {workload: medians(int(sys.argv[1]), workload) for workload in sys.argv[2:]}
leave_alone()
debug = measure(switching(DEBUG_SWITCHES), debug=True)[0] / measure(switching(DEBUG_SWITCHES))[0]
watch()
print(json.dumps({"workloads": found, "debug": debug}))
