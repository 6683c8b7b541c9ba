"""Workloads watched and not watched, in turns, in one process, so that whatever slows the machine down slows both; the
first also in asyncio's debug mode. Prints the medians in seconds, as JSON."""

import asyncio
import json
import statistics
import sys
import time

from workloads import WORKLOADS, switching

ROUNDS = 3
#: debug mode takes so long that a part must do
DEBUG_SWITCHES = 10_000
hooks = sys.modules["loop_inspector.hooks"]


def measure(main, debug=False):
    began = time.perf_counter()
    asyncio.run(main, debug=debug)
    return time.perf_counter() - began


def medians(workload):
    watched, plain = [], []
    for _ in range(ROUNDS):
        watched.append(measure(WORKLOADS[workload]()))
        hooks.uninstall()
        plain.append(measure(WORKLOADS[workload]()))
        hooks.install()
    return {"watched": statistics.median(watched), "plain": statistics.median(plain)}


found = {workload: medians(workload) for workload in sys.argv[1:]}
hooks.uninstall()
plain = measure(switching(DEBUG_SWITCHES))
debug = measure(switching(DEBUG_SWITCHES), debug=True)
hooks.install()
print(json.dumps({"workloads": found, "debug": debug / plain}))
