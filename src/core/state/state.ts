/** All that is known of a run: what folding its frames gives. Nothing here reads a clock or does I/O. */
import type { Millis } from '../../base/brand';
import type { Site } from '../events/definitions';
import type { Ending } from '../events/schema';
import { placeKey } from '../rules/evidence';
import { WarningLog, type Warning } from '../rules/warningLog';
import { STARVED_MS } from '../rules/starved';
import { CoroutineTotals } from './coroutineTotals';
import { DefinitionTable } from './definitionTable';
import { DrivenTable } from './driven';
import { LoopState } from './loopState';
import type { Task } from './objects';
import type { Passage, Pool } from './passage';
import { NO_COSTS, type RecordingCosts } from './recordingCost';
import { RetiredLoops } from './retiredLoops';
import { RunObjects } from './runObjects';
import { HOLE } from './taskColumns';
import { TaskNames } from './taskNames';
import type { TaskTable } from './taskTable';
import type { Timeline } from '../timeline/timeline';
import { WaitTable } from './waitTable';

/** An `await` that was reached, and the warning that it was reached often and never gave up control. */
export interface ReachedPlace {
  readonly site: Site;
  /** At least. */
  visits: number;
  warning: Warning | null;
}

export interface StateOptions {
  /** A step or callback of so many milliseconds or more is a blocking one. */
  readonly slowCallbackMs: Millis;
  /** How many tasks that have ended are kept; absent: 10,000. */
  readonly finishedTasksKept?: number;
  /** Looks on; absent: nobody does. */
  readonly timeline?: Timeline;
}

export class InspectorState {
  readonly slowNs: number;
  readonly timeline: Timeline | null;
  readonly starvedNs = STARVED_MS * 1e6;
  readonly definitions: DefinitionTable;
  /** By serial number; 0, if there, holds what belongs to no loop. */
  readonly loops = new Map<number, LoopState>();
  /** What is left of those that are not kept any more. */
  readonly retired = new RetiredLoops();
  /** Stands for them. */
  readonly #noLoop: LoopState;
  readonly objects: RunObjects;
  readonly tasks: TaskTable;
  readonly names: TaskNames;
  readonly driven = new DrivenTable();
  readonly warningLog = new WarningLog();
  /** Yield points that gave control back, in order of the first time; only ever appended to. */
  readonly ceded: Site[] = [];
  readonly #cededPlaces = new Set<string>();
  readonly #cededChains = new Set<number>();
  /** `await`s that were reached, by place. */
  readonly reached = new Map<string, ReachedPlace>();
  /** This and the totals are of the live state only: past moments go without. */
  readonly waits: WaitTable;
  readonly coroutines = new CoroutineTotals();
  /** By kind of event; none before the runtime's greeting. */
  costs: RecordingCosts = NO_COSTS;
  /** Rows so far. */
  events = 0;
  /** The last time that any row has told besides those by which a loop's time goes on, ns; after the end, that of the end. */
  told = 0;
  /** Rows of kinds that this version does not know. */
  unknownRows = 0;
  /** How often the queue of a loop turned out to be shorter than it should be. */
  resyncs = 0;
  /** Bytes that the program wrote to stdout and stderr. */
  outputBytes = 0;
  /** The program has come to its end; what is freed from now on says nothing. */
  programEnded = false;
  /** How it ended, 0: not told; and the name id of the exception that ended it. */
  ending: Ending | 0 = 0;
  endedBy = 0;
  /** The stream has ended. */
  ended = false;

  /** @param kin another state of the same run: what ids and names mean is shared with it */
  constructor(
    readonly options: StateOptions,
    kin: InspectorState | null = null,
  ) {
    this.slowNs = options.slowCallbackMs * 1e6;
    this.objects = new RunObjects(options.finishedTasksKept);
    this.tasks = this.objects.tasks;
    this.#noLoop = new LoopState(0, this.objects);
    this.timeline = kin === null ? (options.timeline ?? null) : null;
    this.warningLog.onFound = (code) => this.timeline?.addWarning(code, this.time);
    this.definitions = new DefinitionTable(kin?.definitions);
    this.waits = new WaitTable(this.definitions);
    this.names = kin?.names ?? new TaskNames(this.definitions);
  }

  get warnings(): WarningLog['list'] {
    return this.warningLog.list;
  }

  /** Rises whenever `warnings` changes. */
  get warningsVersion(): number {
    return this.warningLog.version;
  }

  /** For the fold: a loop that is not there is made. */
  loop(serial: number): LoopState {
    let loop = this.loops.get(serial);
    if (loop === undefined) {
      loop = new LoopState(serial, this.objects);
      this.loops.set(serial, loop);
      if (this.retired.has(serial)) this.#recall(loop);
    }
    return loop;
  }

  /** A loop; one of which nothing is known if it is not kept any more: then its tasks have ended. */
  loopAt(serial: number): LoopState {
    return this.loops.get(serial) ?? this.#noLoop;
  }

  /** The task's loop. */
  loopOf(task: Task): LoopState {
    return this.loopAt(task.loop);
  }

  /** There are rows again of a loop that was not kept: they may be about its tasks of before. */
  #recall(loop: LoopState): void {
    loop.name = this.retired.nameOf(loop.serial);
    const { columns } = this.tasks;
    for (let row = 1; row < columns.length; row++) {
      if (columns.loop[row] === loop.serial && columns.status[row] !== HOLE) loop.objects.set(columns.address[row]!, row);
    }
  }

  /** The last moment in the stream, ns; 0 before the first. */
  get time(): number {
    let time = Math.max(this.definitions.hello?.clock ?? 0, this.retired.time, this.told);
    for (const loop of this.loops.values()) time = Math.max(time, loop.time);
    return time;
  }

  /** A row of `loop` has told that it is `t`, ns, besides those by which its time goes on. */
  tell(loop: LoopState, t: number): void {
    loop.told = Math.max(loop.told, t);
    this.told = Math.max(this.told, t);
  }

  /** Who is parked there has given control back at each of its frames; before Python 3.12 nothing else tells. */
  addCededChain(chain: number): void {
    if (this.#cededChains.has(chain)) return;
    this.#cededChains.add(chain);
    for (const site of this.definitions.chain(chain)) if (site.user) this.addCeded(site);
  }

  hasCeded(site: Site): boolean {
    return this.#cededPlaces.has(placeKey(site));
  }

  passPlaces(io: Passage, warnings: Pool<Warning>): void {
    io.items(this.ceded, (site) => io.value(site!));
    const chains = [...this.#cededChains];
    io.items(chains, (chain = 0) => io.number(chain));
    const reached = [...this.reached.values()];
    io.items(reached, (place) => ({ site: io.value(place?.site)!, visits: io.number(place?.visits ?? 0), warning: io.ref(warnings, place?.warning ?? null) }));
    if (!io.reading) return;
    for (const site of this.ceded) this.#cededPlaces.add(placeKey(site));
    for (const chain of chains) this.#cededChains.add(chain);
    for (const place of reached) this.reached.set(placeKey(place.site), place);
  }

  addCeded(site: Site): void {
    const place = placeKey(site);
    if (this.#cededPlaces.has(place)) return;
    this.#cededPlaces.add(place);
    this.ceded.push(site);
    const reached = this.reached.get(place);
    if (reached === undefined || reached.warning === null) return;
    this.warningLog.withdraw(reached.warning);
    reached.warning = null;
  }
}

/** The state before the first frame. */
export const createState = (options: StateOptions): InspectorState => new InspectorState(options);

/**
 * A moment of the wall clock (ms since 1970) on the stream's clock; null until the runtime's greeting
 * has been folded.
 */
export function streamTime(state: InspectorState, epochMs: Millis): number | null {
  const { hello } = state.definitions;
  return hello === null ? null : hello.clock + (epochMs * 1e6 - hello.epoch);
}
