/** The sentences of the findings. */
import type { FindingEvidence } from './finding';

/** One or two sentences: what is wrong, and what to do. */
export function findingMessage(evidence: FindingEvidence): string {
  switch (evidence.code) {
    case 'unreferenced-task':
      return `What ${evidence.maker} returns is thrown away: the loop holds tasks by weak references only, so this one may be garbage-collected before it is done. Keep it, for example in a set, until then.`;
    case 'never-awaited':
      return `The coroutine ${evidence.coroutine} is never awaited: calling it only makes a coroutine object, none of its code runs. Await it.`;
    case 'blocking-call':
      return `${evidence.callee} blocks the event loop: until it returns, no other task, timer or I/O has a turn. ${evidence.callee === 'time.sleep' ? 'Await asyncio.sleep.' : 'Await it in a thread, with asyncio.to_thread.'}`;
  }
}
