/** Programs of well-known libraries: the inspector changes nothing about them, and its account of them is right. */
import { describe, it } from 'vitest';
import { alone, fileOf, held, lineIn, parkedTasks } from './held';

interface Program {
  readonly file: string;
  readonly args?: readonly string[];
  /** Class of its loop, if that hides its queue. */
  readonly hiddenBy?: string;
  /** Its parked tasks while it stands still: see `parkedTasks`. */
  readonly parked: readonly string[];
  /** Named tasks at the end, as "name coroutine state outcome", and the text of the line that created them. */
  readonly named: Readonly<Record<string, string>>;
}

const times = (count: number, text: string): readonly string[] => Array.from({ length: count }, () => text);
const MAIN = 'Task-1 (main): waits for a line; for run_in_executor; of the loop';

const service = (loop: string): Omit<Program, 'file'> => ({
  args: [loop],
  parked: [
    MAIN,
    'first (ask): waits for the answer; for AsyncClient.get; of Task-1',
    'RequestResponseCycle.run_asgi (RequestResponseCycle.run_asgi): waits for the other one; for Condition to be notified; of the loop',
  ],
  named: {
    'server Server.serve done null': 'name="server"',
    [`first ask done (200, '"together"')`]: 'name="first"',
    [`second ask done (200, '"together"')`]: 'name="second"',
  },
});

const programs: readonly Program[] = [
  {
    file: 'aiohttp_pages.py',
    parked: [
      MAIN,
      'watcher (watch): the watcher waits; for Event that is not set; of Task-1',
      ...[2, 3, 4].map((number) => `fetch-${number} (fetch): waits for the answer; for _BaseRequestContextManager.__aenter__; of Task-1`),
      ...times(3, 'RequestHandler._handle_request (RequestHandler._handle_request): the page is not open yet; for Event that is not set, 3 waiting; of RequestHandler.start'),
    ],
    named: {
      "watcher watch done 'stopped'": 'name="watcher"',
      ...Object.fromEntries([2, 3, 4].map((number) => [`fetch-${number} fetch done (200, {'page': ${number}, 'agent': 'test'})`, 'name=f"fetch-{number}"'])),
    },
  },
  { file: 'fastapi_service.py', ...service('asyncio') },
  { file: 'fastapi_service.py', ...service('uvloop'), hiddenBy: 'uvloop.Loop' },
  {
    file: 'websocket_chat.py',
    parked: [
      MAIN,
      ...['ada', 'bob', 'eve'].map((name) => `${name} (member): until all may speak; for Event that is not set, 3 waiting; of Task-1`),
      ...times(3, 'WebSocketServerProtocol.handler (WebSocketServerProtocol.handler): waits for a message; for WebSocketCommonProtocol.__aiter__, 1 of 1 pending; of the loop'),
    ],
    named: Object.fromEntries(['ada', 'bob', 'eve'].map((name) => [`${name} member done ('${name}', ['I am ada', 'I am bob', 'I am eve'])`, 'name=name'])),
  },
  {
    file: 'httpx_client.py',
    parked: [
      MAIN,
      ...[0, 1, 2].map((number) => `page-${number} (fetch): waits for the answer; for AsyncClient.get; of Task-1`),
      ...times(3, 'serve (serve): the page is not open yet; for Event that is not set, 3 waiting; of the loop'),
    ],
    named: {
      ...Object.fromEntries([0, 1, 2].map((number) => [`page-${number} fetch done 'this is /${number}'`, 'name=f"page-{number}"'])),
      'given up fetch cancelled null': 'name="given up"',
    },
  },
  {
    file: 'nested_runs.py',
    parked: [MAIN, ...[0, 1, 2].map((number) => `reader-${number} (reader): the page is not open yet; for Event that is not set, 3 waiting; of Task-1`)],
    named: Object.fromEntries([0, 1, 2].map((number) => [`reader-${number} reader done ${number}`, 'name=f"reader-{number}"'])),
  },
  {
    file: 'database_client.py',
    parked: [
      MAIN,
      ...times(2, 'serve (serve): waits for a query; for StreamReader.readexactly; of the loop'),
      'slow query (Connection.query): waits for the answer; for future; of Task-1',
      'answer to slow query (serve.<locals>.answer): the database works; for Event that is not set, 3 waiting; of serve',
      ...[0, 1].map((number) => `pooled ${number} (Pool.query): waits for the answer; for future; of Task-1`),
      ...[2, 3, 4].map((number) => `pooled ${number} (Pool.query): waits for a connection; for Queue.get, the queue is empty, 3 waiting; of Task-1`),
      ...[0, 1].map((number) => `answer to slow ${number} (serve.<locals>.answer): the database works; for Event that is not set, 3 waiting; of serve`),
    ],
    named: {
      "slow query Connection.query done 'SLOW QUERY'": 'name=text) for text',
      "quick query Connection.query done 'QUICK QUERY'": 'name=text) for text',
      ...Object.fromEntries([0, 1, 2, 3, 4].map((number) => [`pooled ${number} Pool.query done 'SLOW ${number}'`, 'name=f"pooled {number}"'])),
      ...Object.fromEntries(['slow query', 'quick query', ...[0, 1, 2, 3, 4].map((number) => `slow ${number}`)].map((text) => [`answer to ${text} serve.<locals>.answer done null`, 'name=f"answer to {text}"'])),
    },
  },
];

/** A snapshot comes at most once a frame, and a sample every 50 ms; on a busy machine both may take their time. */
const PATIENCE = { timeout: 20_000, interval: 50 };

describe.each(programs.map((program) => [[program.file, ...(program.args ?? [])].join(' '), program] as const))('%s', (_, { file, args = [], hiddenBy, parked, named }) => {
  it('is shown as it is, and runs as it does alone', async ({ expect }) => {
    const [plain, { now, goOn }] = await Promise.all([alone(fileOf(file), args), held(file, args)]);
    await expect.poll(() => [...parkedTasks(file, now())].sort(), PATIENCE).toEqual([...parked].sort());
    expect(now()?.hiddenBy).toBe(hiddenBy);
    const { report, ...inspected } = await goOn();
    expect(plain.code).toBe(0);
    expect(inspected).toEqual(plain);

    expect(report.exit).toEqual({ code: 0, reason: 'finished', message: 'Finished.' });
    expect(report).toMatchObject({ loops: 1, hiddenBy: hiddenBy ?? null, warnings: [], driven: [], events: { dropped: 0 } });
    expect(report.iterations > 0).toBe(hiddenBy === undefined);
    const places = report.tasks.flatMap(({ createdAt, parkedAt }) => [createdAt, parkedAt]);
    expect(places.filter((place) => place?.path.includes('loop_inspector'))).toEqual([]);
    expect(report.tasks.filter(({ state, steps }) => (state !== 'done' && state !== 'cancelled') || steps === 0)).toEqual([]);
    const found = report.tasks.filter(({ name }) => !/^Task-\d+$|^anyio\./.test(name));
    expect(Object.fromEntries(found.map(({ name, coroutine, state, outcome, createdAt }) => [`${name} ${coroutine} ${state} ${outcome}`, createdAt?.line]))).toEqual(
      Object.fromEntries(Object.entries(named).map(([task, text]) => [task, lineIn(file, text)])),
    );
  });
});
