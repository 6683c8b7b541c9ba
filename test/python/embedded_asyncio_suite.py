"""Runs another CPython's tests of asyncio on the embedded interpreter, which has none; prints how each ended as JSON.

Arguments: ``plain`` (all hooks are taken off first) or ``watched``, the folder of that CPython's ``test`` package, then
names of modules.
"""

import asyncio
import os
import sys
import types
from unittest import mock

import run_asyncio_suite
from loop_inspector import hooks


def offer(name, folder):
    """A package without its ``__init__``: that of ``test.test_asyncio`` skips all where there are no sockets."""
    package = types.ModuleType(name)
    package.__path__ = [folder]
    package.__file__ = os.path.join(folder, "__init__.py")
    sys.modules[name] = package
    return package


def bridge_versions():
    """What 3.13's tests ask of asyncio and 3.14 no longer has, where a whole class of tests would fail for it or one wait for ever."""
    from test import support
    from test.test_asyncio import test_events, test_runners

    support.maybe_get_event_loop_policy = lambda: None  # else asked for its child watcher
    asyncio.SafeChildWatcher = mock.Mock
    asyncio.set_child_watcher = lambda watcher: None
    del test_runners.RunnerTests.test_run_future  # a runner takes a future by now
    del test_events.TestPyGetEventLoop  # a task in C looks for the running loop in C only


def main(how, folder, *names):
    if how == "plain":
        hooks.uninstall()
    offer("test", folder).test_asyncio = offer("test.test_asyncio", os.path.join(folder, "test_asyncio"))
    bridge_versions()
    run_asyncio_suite.main("plain", *names)


if __name__ == "__main__":
    main(*sys.argv[1:])
