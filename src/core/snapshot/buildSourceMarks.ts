/** Puts together what is marked in the files that somebody looks at. Costs some milliseconds with 100,000 live tasks. */
import type { Millis } from '../../base/brand';
import type { Site } from '../events/definitions';
import { placeKey } from '../rules/evidence';
import { addTask, type CoroutineTotal } from '../state/coroutineTotals';
import { taskName } from '../state/labels';
import type { Task } from '../state/objects';
import type { InspectorState } from '../state/state';
import { TaskStatus } from '../state/taskColumns';
import type { PlaceWaits } from '../state/waitTable';
import type { BlockedMark, CoroutineMark, FileMarks, ParkedTask, WatchedFiles, YieldPointMark } from './sourceMarks';

/** So many of the tasks at one place are named. */
const TASKS_NAMED = 5;
/** A moment on the wall clock is told to a tenth of a second, so that a task that stays where it is makes no news. */
const SINCE_MS = 100;

interface Parked {
  total: number;
  readonly first: Task[];
}

interface Coroutine {
  live: number;
  waiting: number;
  /** Sum over those that are suspended now. */
  suspendedAt: number;
  readonly total: CoroutineTotal;
}

interface Draft {
  readonly path: string;
  readonly points: YieldPointMark[];
  /** By line. */
  readonly blocked: Map<number, BlockedMark>;
  readonly coroutines: CoroutineMark[];
}

/** One entry for each of `paths`, in their order. */
export function buildSourceMarks(state: InspectorState, { paths, justMyCode }: WatchedFiles): FileMarks[] {
  const files = new Map<string, Draft>(paths.map((path) => [path, { path, points: [], blocked: new Map(), coroutines: [] }]));
  if (files.size === 0) return [];
  const fileOf = (site: Site | null): Draft | undefined => (site === null || (justMyCode && !site.user) ? undefined : files.get(site.path));
  const { parked, coroutines } = lookAtTasks(state);
  for (const [key, site] of allPlaces(state)) fileOf(site)?.points.push(pointMark(state, key, site, parked));
  for (const { code, evidence, count } of state.warnings) {
    if (code !== 'slow-callback' || evidence.location === null) continue;
    const { line } = evidence.location;
    const blocked = fileOf(evidence.location)?.blocked;
    // a line may have blocked alone and with others of its function, which are two warnings
    const known = blocked?.get(line);
    blocked?.set(line, { line, count: count + (known?.count ?? 0), longest: Math.max(evidence.duration ?? 0, known?.longest ?? 0) });
  }
  for (const [code, coroutine] of coroutines) {
    const site = state.definitions.site(code);
    fileOf(site)?.coroutines.push(coroutineMark(state, site!, coroutine));
  }
  return [...files.values()].map((file) => ({ ...file, blocked: [...file.blocked.values()] }));
}

function allPlaces(state: InspectorState): Map<string, Site> {
  const places = new Map<string, Site>();
  for (const [key, { site }] of state.reached) places.set(key, site);
  for (const site of state.ceded) places.set(placeKey(site), site);
  for (const [key, { site }] of state.waits.places) places.set(key, site);
  return places;
}

function pointMark(state: InspectorState, key: string, site: Site, parkedAt: ReadonlyMap<PlaceWaits, Parked>): YieldPointMark {
  const waits = state.waits.places.get(key);
  const here = waits === undefined ? undefined : parkedAt.get(waits);
  const parked = here?.total ?? 0;
  const ceded = Math.max((waits?.count ?? 0) + parked, state.hasCeded(site) ? 1 : 0);
  // of the library's code nothing is told but where tasks are parked
  const told = state.reached.size > 0 && site.user;
  return {
    line: site.line,
    column: site.column,
    reached: told ? Math.max(state.reached.get(key)?.visits ?? 0, ceded) : null,
    ceded,
    waits: waits?.count ?? 0,
    total: (waits?.total ?? 0) / 1e6,
    longest: (waits?.longest ?? 0) / 1e6,
    parked,
    tasks: (here?.first ?? []).map((task) => parkedTask(state, task)),
  };
}

function parkedTask(state: InspectorState, task: Task): ParkedTask {
  return { id: task.serial, name: taskName(state, task), since: task.suspendedAt === 0 ? null : onWallClock(state, task.suspendedAt) };
}

/** A moment of the stream, in ms since 1970; 0 if that cannot be told. */
function onWallClock({ definitions: { hello } }: InspectorState, time: number): Millis {
  return hello === null ? 0 : Math.round((hello.epoch + time - hello.clock) / 1e6 / SINCE_MS) * SINCE_MS;
}

const coroutineMark = (state: InspectorState, { line, qualname }: Site, { live, waiting, suspendedAt, total: { tasks, steps, longest, away } }: Coroutine): CoroutineMark => ({
  line,
  name: qualname,
  tasks,
  live,
  steps,
  longestStep: longest / 1e6,
  parked: away / 1e6,
  waiting,
  waitingSince: waiting === 0 ? 0 : onWallClock(state, suspendedAt / waiting),
});

const NONE = { live: 0, waiting: 0, suspendedAt: 0 };

/** Who is parked where, and what the tasks of each function did, those that have ended included. */
function lookAtTasks(state: InspectorState): { parked: Map<PlaceWaits, Parked>; coroutines: Map<number, Coroutine> } {
  const parked = new Map<PlaceWaits, Parked>();
  const coroutines = new Map<number, Coroutine>();
  for (const [code, total] of state.coroutines.all()) coroutines.set(code, { ...NONE, total: { ...total } });
  const { all, columns } = state.tasks;
  for (const task of all) {
    if (task === null || task.ended) continue;
    let coroutine = coroutines.get(task.code);
    if (coroutine === undefined) coroutines.set(task.code, (coroutine = { ...NONE, total: { tasks: 0, steps: 0, longest: 0, away: 0 } }));
    coroutine.live += 1;
    addTask(coroutine.total, columns, task.index);
    if (task.status !== TaskStatus.parked) continue;
    coroutine.waiting += 1;
    coroutine.suspendedAt += task.suspendedAt;
    for (const place of state.waits.of(columns, task.index)) {
      let here = parked.get(place);
      if (here === undefined) parked.set(place, (here = { total: 0, first: [] }));
      here.total += 1;
      if (here.first.length < TASKS_NAMED) here.first.push(task);
    }
  }
  return { parked, coroutines };
}
