"""What is recorded of one loop: its log, and what is sampled every 50 to 100 ms rather than at every step.

A sample holds the wait chains of the tasks that ran since the last one and are parked now, the first handles of
the ready queue, and which futures nobody waits for are done. Between two samples strong references are held to
tasks; a full garbage collection drops them first (see ``release``), so that a task which only the loop
knows can still be collected.
"""

from __future__ import annotations

import threading
import weakref
from asyncio import base_events
from itertools import islice
from typing import Any, Callable, List, Optional, Set, Tuple

from . import io_watches, schema
from . import session as sessions
from .busy import holds_busy
from .chains import wait_of
from .default_names import DefaultNames
from .handles import is_done, is_task, task_of
from .interning import Interner
from .parked import item, take_one
from .polling import others_run, poll_of
from .primitives import Primitives
from .session import FLUSH_NS, Log, Session, now, processor_clock, processor_time
from .values import describe, describe_exception, variable_names
from .watched_futures import WatchedFutures, outcome_of

#: what a loop's clock reads when nobody stops it
_time: Callable[[Any], float] = base_events.BaseEventLoop.time

#: a sample takes at most this long; what is left is taken with the next
BUDGET_NS = 250_000
#: the same for a loop that is held, which has time
_PAUSE_BUDGET_NS = 200_000_000
#: a loop that need not ask whether I/O is ready does so after that time
_ASKS_AFTER_NS = 20_000_000
#: words in a log at which it is flushed
FLUSH_WORDS = 4 * 1024
#: at rest so long after the last flush: what has happened since is told
_REST_NS = 10_000_000
#: handles of the ready queue in a sample
READY_SHOWN = 50
#: tasks told of a wait for several
MEMBERS_SHOWN = 1000
#: a sample is due after so many times what the last one took, and not later than that
_SAMPLE_SHARE = 400
_LATEST_SAMPLE_NS = 2 * FLUSH_NS
#: results described at once, and by how much each sample raises what is left of them: describing every result of a busy program
#: would cost too much
RESULTS_SHOWN = 200
_MORE_RESULTS = 10
#: the same for lines of wakers that are looked up
WAKES_SHOWN = 200
_MORE_WAKES = 10


class Recorder(Log):
    __slots__ = ("ready", "thread", "parked", "futures", "awaited_by_maker", "next_sample", "results_left", "wakes_left", "default_names", "primitives", "watches", "poll", "asks_next", "stood", "standing_since", "turned", "_loop", "__weakref__")

    def __init__(self, session: Session, loop: Any) -> None:
        super().__init__(session, session.next_loop())
        #: the loop's queue while it runs; a loop written in C hides it. The loop itself is not kept, nor then its queue, whose handles
        #: know it: a program may make thousands
        self.ready: Any = ()
        self._loop = weakref.ref(loop, self._loop_gone)
        self.thread = threading.get_ident()
        #: see `parked`
        self.parked: Set[Any] = set()
        self.futures = WatchedFutures(self.rows)
        #: the next future is one of a lock's, an event's or a queue's: see ``loop_bound``
        self.awaited_by_maker = False
        self.next_sample = now() + FLUSH_NS
        self.results_left = RESULTS_SHOWN
        self.wakes_left = WAKES_SHOWN
        self.default_names = DefaultNames(self.rows, session.interner)
        self.primitives = Primitives()
        #: what was told last of the I/O watches: none
        self.watches: List[int] = [0, 0]
        #: see ``polling``; when a loop that need not ask shall do so all the same
        self.poll: Any = None
        self.asks_next = 0
        #: what its clock reads while it stands (None: it runs), and by how much it has been put back by standing before; s
        self.stood: Tuple[Optional[float], float] = (None, 0.0)
        #: since when it stands
        self.standing_since = 0
        #: when the last handle was over that a turn not ours has run: see ``other_turns``; 0: there was none
        self.turned = 0
        session.logs.append(self)

    def _loop_gone(self, reference: Any) -> None:
        if not self.session.over:
            self.flush()
        # with it goes the queue, and what waits there
        if self.session.over or len(self.rows) <= self.floor:
            self.session.logs.remove(self)

    def start(self, loop: Any) -> Optional[Log]:
        """``loop``, whose recorder this is, begins to run in this thread. Returns the log of the one that it interrupts."""
        self.clock = processor_clock(threading.get_ident())
        self.spent_before = processor_time(self.clock)
        self.ready = getattr(loop, "_ready", ())
        self.learn_polling(loop)
        return self._start(now(), microseconds(loop.time()), self.session.interner.text(type(loop).__qualname__))

    def _start(self, t: int, clock: int, name: int) -> Optional[Log]:
        """``clock``: what the loop's own reads at ``t``, us. ``name``: as the row has it."""
        self.thread = thread = threading.get_ident()
        running = self.session.running
        before = running.get(thread)
        self.rows += (t, schema.LOOP_STARTED, clock, name)
        running[thread] = self
        return before

    def stop(self, before: Optional[Log]) -> None:
        """``before``: what ``start`` returned."""
        self.began = self.task_or_handle = self.turned = 0
        running = self.session.running
        if before is None:
            running.pop(self.thread, None)
        else:
            running[self.thread] = before
        self.sample()
        self.rows += (now(), schema.LOOP_STOPPED, 0, len(self.ready))
        if before is not self:
            self.ready = ()
        self.flush()

    def flush(self) -> None:
        if self.default_names.made and not self.session.interrupted:  # also by a loop that never runs
            self.default_names.record()
        super().flush()

    @holds_busy
    def sample(self) -> None:
        busy = self.session.busy
        if busy.locked():
            return
        began = now()
        with busy:
            self._take(began)
            self.session.speed.tell(self.session.interner.pending, began)
        ended = now()
        self.spent(began, ended)
        self.flush()
        self.next_sample = self.last_flush + min(max(FLUSH_NS, _SAMPLE_SHARE * (ended - began)), _LATEST_SAMPLE_NS)

    def _take(self, began: int) -> None:
        end = began + BUDGET_NS
        rows = self.rows
        interner = self.session.interner
        parked = self.parked
        count = 0
        while parked:
            task = take_one(parked)
            number = id(task)
            # a collection in the middle of its next step: it is not parked any more
            if number != self.task_or_handle and not is_done(task):
                self._sample_parked(interner, number, task)
            count += 1
            if not count & 7 and now() > end:
                break
        task = None
        self.primitives.sample(rows)
        self.futures.sample(end)
        self.sample_ready()
        loop = self._loop()
        if loop is not None:
            self.learn_polling(loop)
            self.watches = io_watches.sample(rows, interner, loop, now(), self.watches)
        self.results_left = min(self.results_left + _MORE_RESULTS, RESULTS_SHOWN)
        self.wakes_left = min(self.wakes_left + _MORE_WAKES, WAKES_SHOWN)

    def _sample_parked(self, interner: Interner, number: int, task: Any) -> None:
        rows = self.rows
        waiter = task._fut_waiter
        wait = wait_of(interner, task)
        rows += (number, schema.PARKED, wait.chain, wait.name)
        if wait.primitive is not None:
            self.primitives.add(rows, wait.primitive, number)
        for member in islice(wait.members, MEMBERS_SHOWN):
            if is_task(member):  # a done one too: of how many it waits for the others
                rows += (id(waiter), schema.MEMBER, id(member), 0)
        self._record_name(number, task)
        names = variable_names(task)
        if names:
            rows += (number, schema.CONTEXT, interner.value(names), 0)

    def _record_name(self, number: int, task: Any) -> None:
        """It may have been given since the task was made."""
        name = task.get_name()
        if name[:5] != "Task-":
            self.rows += (number, schema.TASK_NAMED, self.session.interner.text(name), 0)

    def sample_ready(self) -> None:
        """Also in the middle of a step that blocks, and from another thread: what it has queued so far."""
        ready = self.ready
        total = len(ready)
        interner = self.session.interner
        handles: List[int] = []
        try:
            for index in range(min(total, READY_SHOWN)):
                handle = ready[index]
                callback = handle._callback
                task = task_of(callback) if callback is not None else None
                name = interner.text("(cancelled)") if callback is None else 0 if task is not None else interner.callback(callback)
                handles += (id(handle), schema.READY_HANDLE, 0 if task is None else id(task), name)
        except IndexError:  # the loop has gone on meanwhile
            pass
        self.rows += [now(), schema.READY_SAMPLE, total, len(handles) // schema.WORDS_PER_ROW, *handles]

    def learn_polling(self, loop: Any) -> None:
        self.poll, self.asks_next = poll_of(loop), 0

    def asks(self) -> bool:
        """It does so now."""
        self.asks_next = 0 if others_run(self.session.own_threads) else self.began + _ASKS_AFTER_NS
        return True

    def loop(self) -> Any:
        """None once it is gone."""
        return self._loop()

    def stand_still(self) -> None:
        """The loop's clock stands from now on: see ``control``."""
        standing, lost = self.stood
        if standing is None:
            self.standing_since = now()
            self.stood = (_time(self._loop()), lost)

    def go_on(self) -> None:
        """The loop's clock goes on where it stood."""
        standing, lost = self.stood
        if standing is not None:
            self.stood = (None, lost + _time(self._loop()) - standing)
            self.rows += (self.standing_since, schema.OVERHEAD, now(), schema.PAUSED)

    def put_off(self, began: int, time: int) -> None:
        """The step that was to begin at ``began`` had to wait for so long."""
        self.began = began
        self._put_off(time)

    def held_task(self) -> int:
        """The task whose step is next, if the queue does not tell."""
        return 0

    @holds_busy
    def tell_pause(self) -> None:
        """By the loop's own thread, which is held: how everything is now."""
        if self.default_names.made:
            self.default_names.record()
        # between two handles nobody is in a step: neither who was last nor, on a loop written in C, who is next
        last, self.task_or_handle = self.task_or_handle, 0
        with self.session.busy:
            end = now() + _PAUSE_BUDGET_NS
            self._take(now())
            while self.parked and now() < end:
                self._take(now())
        self.task_or_handle = last
        self.tell_paused()

    @holds_busy
    def tell_paused(self) -> None:
        """That the loop stands. It does nothing now: its own time is not touched."""
        self.rows += (self.standing_since, schema.PAUSE, self.held_task(), len(self.ready))
        with self.session.busy:
            self._write()
            self.floor = 0
            self.last_flush = now()

    def release(self) -> None:
        """Gives up every strong reference to the program's tasks."""
        if self.parked:
            self.sample()
            # more than a sample's budget: their chains are taken after their next step
            self.parked.clear()

    def record_failure(self, task: Any) -> None:
        self._record_name(id(task), task)
        self.rows += (id(task), schema.TASK_OUTCOME, self.session.interner.value(describe_exception(task._exception)), schema.FAILED)

    def step_ended(self, task: Any, t: int, ready: int) -> None:
        """At ``t`` a step of ``task`` was over, and ``ready`` handles were ready. The loop's own turn has it in line."""
        number = id(task)
        waits_for = task._fut_waiter
        if waits_for is not None:
            self.rows += (t, number, id(waits_for), ready)
            self.parked.add(item(task))
        elif not is_done(task):
            self.rows += (t, number, schema.YIELDED, ready)
            self.parked.add(item(task))
        else:
            how = self.how_ended(task)
            self.record_outcome(task, how)
            self.rows += (t, number, how, ready)
            self.parked.discard(item(task))

    def keep_up(self, t: int) -> None:
        """At ``t`` a handle was over that another turn than ours has run: tells what there is to tell if it is time."""
        if t > self.next_sample:
            self.sample()
        elif len(self.rows) > FLUSH_WORDS:
            self.flush()

    @holds_busy
    def rest_beside(self) -> None:
        """By the watcher's thread: tells what there is to tell, once the loop is seen to rest."""
        session = self.session
        is_news = len(self.rows) > self.floor or self.parked or self.futures.new
        if not is_news or now() - self.last_flush < _REST_NS or not session.busy.acquire(False):
            return
        try:
            self._take(now())
        finally:
            session.busy.release()
        self.flush_beside()
        # the next one is not due in the loop's own time, which this took none of
        self.next_sample = self.last_flush + FLUSH_NS

    def how_ended(self, task: Any) -> int:
        """The task is done; what ``record_outcome`` then does."""
        how = outcome_of(task)
        return schema.RETURNED_UNRECORDED if how == schema.RETURNED and task._result is not None and not self.results_left else how

    def record_outcome(self, task: Any, how: int) -> None:
        if how == schema.FAILED:
            self.record_failure(task)
        elif how == schema.RETURNED and task._result is not None:
            self.record_result(id(task), task._result)

    def record_result(self, task: int, result: Any) -> int:
        """How the last step of the task with that id ended: with a result, which is not None."""
        if not self.results_left:
            return schema.RETURNED_UNRECORDED
        self.results_left -= 1
        self.rows += (task, schema.TASK_OUTCOME, self.session.interner.value(describe(result)), schema.RETURNED)
        return schema.RETURNED


def microseconds(seconds: Any) -> int:
    """For a time of the loop's clock, which may be the program's own, or infinite."""
    try:
        return int(seconds * 1e6) if 0 <= seconds < NEVER_S else 0 if seconds < 0 else NEVER_S * 1_000_000
    except Exception:
        return 0


#: of 64 bits half are left for what is added
NEVER_S = 1 << 32


def recorder_of(loop: Any) -> Recorder:
    try:
        return loop._loop_inspector
    except AttributeError:
        made = Recorder(sessions.current(), loop)
        made.learn_polling(loop)
        loop._loop_inspector = made
        return made
