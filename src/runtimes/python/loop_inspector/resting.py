"""What is done for a loop that has nothing to run: samples are taken while it waits, where they hold nobody up."""

from __future__ import annotations

from typing import Any

from . import schema
from .arrivals import take
from .recorder import Recorder
from .session import FLUSH_NS, now
from .stuck import is_stuck

#: idle for so many seconds: what there is to tell is told, though a sample is not due
IDLE_S = 0.005
#: until what another thread was at is asked for again, and again
_SHORTEST_PAUSE_S = 0.001
_LONGEST_PAUSE_S = 1.0


def wait(loop: Any, recorder: Recorder, timeout: Any) -> None:
    """Takes what comes while nothing is ready, with the log flushed once the loop is seen to be idle."""
    recorder.began = 0
    if _is_untold(recorder):
        if now() < recorder.next_sample:
            if timeout is not None and timeout <= IDLE_S:
                take(loop, timeout)
                return
            before = loop.time()
            if take(loop, IDLE_S, probe=True) or loop._ready or loop._stopping:
                return
            if timeout is not None:
                timeout = max(0, timeout - (loop.time() - before))
        recorder.sample()
        if _is_untold(recorder):
            end = None if timeout is None else loop.time() + timeout
            if _tell_rest(loop, recorder, end):
                return
            if end is not None:
                timeout = max(0, end - loop.time())
    # in this order: a thread that has ended may have queued something as its last act
    if timeout is None and is_stuck(loop) and not loop._ready:
        recorder.rows += (now(), schema.STUCK, 0, 0)
        recorder.flush()
    take(loop, timeout)
    # nothing has happened since the last sample
    recorder.next_sample = now() + FLUSH_NS


def _is_untold(recorder: Recorder) -> bool:
    """Whether there are rows that the reader has not got, or tasks to sample."""
    return len(recorder.rows) > recorder.floor or bool(recorder.parked)


def _tell_rest(loop: Any, recorder: Recorder, end: Any) -> bool:
    """Takes what did not fit into one sample, and what another thread was at, while nobody is held up, until ``end``. Whether the
    rest is over."""
    pause = 0.0
    while _is_untold(recorder):
        found = take(loop, pause if end is None else max(0, min(pause, end - loop.time())), probe=True)
        if found or loop._ready or loop._stopping or end is not None and loop.time() >= end:
            return True
        left = len(recorder.parked)
        recorder.sample()
        # nothing was taken: somebody else is at it. It is soon done, but for a handler of a signal that this loop runs in
        pause = 0.0 if len(recorder.parked) < left else min(_LONGEST_PAUSE_S, 2 * pause or _SHORTEST_PAUSE_S)
    return False


def rests(loop: Any, recorder: Recorder) -> bool:
    """Whether the loop is about to wait for a while: ``wait`` then takes the sample that is due, which holds nobody up. In doubt it is not."""
    poll = recorder.poll
    if loop._ready or loop._stopping or poll is None or poll and poll(0, 1):
        return False
    return not loop._scheduled or loop._scheduled[0]._when - loop.time() > IDLE_S
