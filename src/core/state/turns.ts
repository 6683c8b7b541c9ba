/** Handles take their turn: what that says about the ready queue, and about those who waited too long. */
import { starved } from '../rules/starved';
import { handleName } from './labels';
import type { LoopState } from './loopState';
import { ofThread, QueuedBy } from './queuedBy';
import { endRest } from './steps';
import type { InspectorState } from './state';

/** No loop has so many ready handles; a row that says so is damaged. */
const MAX_READY = 2 ** 24;

/**
 * The first handle of the queue was taken: that of the task in `row`, or (0) a plain callback named `name`, whose
 * address is `address`. It began to run at `loop.userTime`. Returns who had queued it, as `QueuedBy`.
 */
export function takeTurn(state: InspectorState, loop: LoopState, address: number, row: number, name: number): number {
  const { queue } = loop;
  if (loop.sample.known > 0) loop.sample.taken(address);
  if (loop.leftInTurn > 0) loop.leftInTurn -= 1;
  if (queue.length === 0) {
    state.resyncs += 1;
    loop.waited = 0;
    if (row !== 0) endRest(state.tasks.columns, row, loop.userTime, 0);
    return QueuedBy.unknown;
  }
  const by = queue.byAt(0);
  const since = queue.sinceAt(0);
  queue.drop(1);
  loop.waited = Math.max(0, loop.userTime - since);
  if (row !== 0) endRest(state.tasks.columns, row, loop.userTime, loop.waited);
  if (loop.userTime - since >= state.starvedNs && since >= loop.blockedUntil) noteStarved(state, loop, loop.userTime - since, row, name);
  if (loop.victims !== null) {
    state.warningLog.addVictim(loop.victims.warning, handleName(state, state.tasks.at(row), name), loop.victims.duration);
    oneVictimLess(loop);
  }
  return by;
}

/** A cancelled handle was taken from the queue and not run. */
export function skipTurn(state: InspectorState, loop: LoopState, handle: number): void {
  if (loop.sample.known > 0) loop.sample.taken(handle);
  if (loop.leftInTurn > 0) loop.leftInTurn -= 1;
  if (loop.queue.length === 0) state.resyncs += 1;
  else loop.queue.drop(1);
  if (loop.victims !== null) oneVictimLess(loop);
}

function oneVictimLess(loop: LoopState): void {
  loop.victims!.left -= 1;
  if (loop.victims!.left === 0) loop.victims = null;
}

/** The queue is known to hold `ready` handles now: those that are new were queued by `by`, at `since` (user time); the last `due` of them are timers. Returns how many of them no other thread has queued. */
export function syncQueue(state: InspectorState, loop: LoopState, ready: number, by: number, since: number, due = 0): number {
  const { queue } = loop;
  const growth = ready - queue.length;
  if (growth > 0 && ready <= MAX_READY) {
    const first = queue.length;
    queue.push(growth, by, since);
    if (by === QueuedBy.io) loop.recording.add(Math.max(0, growth - due) * state.costs.arrival, 0);
    if (loop.threadsafe > 0) {
      const count = Math.min(growth, loop.threadsafe);
      // what came while the loop waited came before I/O was seen
      queue.blame(by === QueuedBy.io ? first : ready - count, count, ofThread(loop.thread));
    }
    if (due > 0) queue.blame(ready - Math.min(growth, due), Math.min(growth, due), QueuedBy.timer);
  } else if (growth !== 0) {
    state.resyncs += 1;
    if (growth < 0) queue.drop(-growth);
    loop.sample.clear();
  }
  const own = growth - loop.threadsafe;
  loop.threadsafe = 0;
  return own;
}

function noteStarved(state: InspectorState, loop: LoopState, waited: number, row: number, name: number): void {
  loop.starved += 1;
  if (waited <= loop.starvedWorst) return;
  loop.starvedWorst = waited;
  loop.starvedLabel = handleName(state, state.tasks.at(row), name);
}

/** The iteration is over, and has a warning of its own: what was queued before its end waited because of it. */
export function excuseStarved(loop: LoopState): void {
  loop.starved = 0;
  loop.starvedWorst = 0;
  loop.blockedUntil = loop.userTime;
}

/** The iteration is over: reports the handles that had waited too long for their turn in it. */
export function reportStarved(state: InspectorState, loop: LoopState): void {
  if (loop.starved === 0) return;
  state.warningLog.apply(starved, { loop: loop.serial, handles: loop.starved, longest: loop.starvedWorst / 1e6, label: loop.starvedLabel });
  loop.starved = 0;
  loop.starvedWorst = 0;
}
