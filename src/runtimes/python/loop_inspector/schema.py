"""Row kinds of the event stream. The definition and its explanation are in ``src/core/events/schema.ts``;
``test/python`` holds both to the same golden trace."""

from __future__ import annotations

SCHEMA_VERSION = 3

WORDS_PER_ROW = 4
FIRST_NAME_ID = 64
FIRST_TASK_ID = 1 << 20
ID_BITS = 20

# frames
FRAME_ROWS = 1
FRAME_DEFINITIONS = 2
FRAME_OUTPUT = 3

# rows
ITERATION = 1
TASK_CREATED = 2
FUTURE_CREATED = 3
TIMER_SCHEDULED = 4
TIMER_CANCELLED = 5
THREADSAFE = 6
EAGER_STEP = 7
PARKED = 8
TASK_NAMED = 9
HANDLE_SKIPPED = 10
LOOP_STARTED = 11
LOOP_STOPPED = 12
FUTURE_DONE = 13
FUTURE_GONE = 14
OVERHEAD = 15
READY_SAMPLE = 16
READY_HANDLE = 17
STACK_SAMPLE = 18
NEVER_AWAITED = 19
COMPLAINT = 20
TASK_OUTCOME = 21
CEDED = 22
DRIVEN_STARTED = 23
DRIVEN = 24
RUNNING = 25
EAGER_END = 26
PROGRAM_ENDED = 27
STUCK = 28
WOKEN = 29
WRONG_THREAD = 30
REACHED = 31
WAITS_IN = 32
PRIMITIVE = 33
MEMBER = 34
IO_SAMPLE = 35
IO_WATCH = 36
CONTEXT = 37
COLLECTED = 38
BEGAN = 39
PAUSE = 40
CANCEL_ASKED = 41
CANCEL_CALLED = 42
TASK_NUMBERS = 43
TIME = 44
WROTE_ERRORS = 45

# outcomes of a step (word 2 of a step row, when it is no future's id)
YIELDED = 0
RETURNED = 1
CANCELLED = 2
FAILED = 3
#: something that was not recorded, as too much was
RETURNED_UNRECORDED = 4

# how a stack was seen
WHILE_IT_RAN = 0
LOCK_HELD = 1
TOO_LATE = 2

# what is peculiar to a loop
HIDES_QUEUE = 1

# causes of overhead
BACKPRESSURE = 1
SAMPLING = 2
PAUSED = 3

# complaints
DESTROYED_PENDING = 1
EXCEPTION_NEVER_RETRIEVED = 2

# what another thread than the loop's did
CALLS_SOON = 1
SETS_TIMER = 2
MAKES_TASK = 3
RESOLVES_FUTURE = 4
CANCELS = 5

# what a task can wait in
LOCK = 1
EVENT = 2
CONDITION = 3
SEMAPHORE = 4
QUEUE_GET = 5
QUEUE_PUT = 6
QUEUE_JOIN = 7
BARRIER = 8

# what a loop watches (IO_WATCH)
READS = 1
WRITES = 2
SIGNAL = 4

# how a program ended
FINISHED = 1
EXIT = 2
EXCEPTION = 3
INTERRUPTED = 4

# what is driven by hand
COROUTINE = 0
GENERATOR = 1

# actions of a coroutine driven by hand
RESUMED = 1
DRIVEN_YIELDED = 2
DRIVEN_RETURNED = 3
DRIVEN_RAISED = 4
THROWN = 5
