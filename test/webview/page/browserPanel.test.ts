/** `--panel`: the real command line, and its panel in a real browser. */
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { chromiumPath } from '../../../scripts/systemPackages.mjs';
import { CLOSED, parseWelcome } from '../../../src/core/panelSocket';
import { DEFAULT_WINDOW } from '../../../src/core/snapshot/protocol';
import { CommandLine, type Started } from '../../cli/commandLine';

const WORKERS = `import asyncio

async def worker(number):
    while True:
        await asyncio.sleep(0.05)

async def main():
    tasks = [asyncio.create_task(worker(n), name=f"worker-{n}") for n in range(3)]
    print("go", flush=True)
    await asyncio.gather(*tasks)

asyncio.run(main())
`;

const cli = new CommandLine();
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser.close();
  cli[Symbol.dispose]();
});

/** A program that is shown in a panel; ended at the end of the test. */
class Shown implements AsyncDisposable {
  readonly finished: Started['finished'];
  readonly prints: Started['prints'];
  readonly #started: Started;
  #told = '';

  private constructor(started: Started) {
    this.#started = started;
    this.finished = started.finished;
    this.prints = started.prints;
    started.child.stderr.on('data', (data: string) => (this.#told += data));
  }

  static async start(source: string, name = 'workers.py'): Promise<Shown> {
    const shown = new Shown(await cli.start(['--panel', await cli.file(name, source)]));
    await shown.prints('#');
    return shown;
  }

  get link(): string {
    return /http:\S+#\S+/.exec(this.#told)![0];
  }

  get address(): string {
    return new URL('/', this.link).href;
  }

  get token(): string {
    return new URL(this.link).hash.slice(1);
  }

  signal(signal: NodeJS.Signals): void {
    this.#started.child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGTERM');
    await this.finished;
  }
}

/** A browser of its own, with nothing kept from another. */
async function newBrowser(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  context.setDefaultTimeout(20_000);
  return context;
}

async function openPage(context: BrowserContext, address: string): Promise<{ page: Page; troubles: string[] }> {
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(address);
  return { page, troubles };
}

const phase = (page: Page, name: string): Promise<void> => page.locator('.phase', { hasText: name }).waitFor();

/** The tasks in sight, without those that asyncio makes when a loop is closed. */
const rows = async (page: Page): Promise<string[]> => (await page.locator('.table-body .c-name').allInnerTexts()).map((name) => name.trim()).filter((name) => !/^Task-[2-9]$/.test(name)).sort();

it('a program is shown, stopped and run again from the page, which stays until Ctrl+C', async () => {
  await using shown = await Shown.start(`${WORKERS.replace('while True', 'for _ in range(2)')}raise SystemExit(7)\n`);
  await using context = await newBrowser();
  const { page, troubles } = await openPage(context, shown.link);
  await phase(page, 'Ended');
  expect(page.url()).toBe(shown.address);
  await page.locator('.exit', { hasText: 'Exited with code 7.' }).waitFor();
  expect(await rows(page)).toEqual(['Task-1', 'worker-0', 'worker-1', 'worker-2']);
  await shown.prints(`The panel stays at ${shown.address} until Ctrl+C.`);
  // The inspector still answers.
  await page.getByRole('textbox', { name: 'Filter tasks' }).fill('worker-2');
  await expect.poll(() => rows(page), { timeout: 20_000 }).toEqual(['worker-2']);
  await page.getByRole('textbox', { name: 'Filter tasks' }).fill('');
  await cli.file('workers.py', WORKERS);
  await page.getByRole('button', { name: 'Run again' }).click();
  await shown.prints('Running it again …');
  await phase(page, 'Running');
  await page.locator('.table-body .row').nth(3).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await phase(page, 'Ended');
  await page.locator('.exit', { hasText: 'Stopped.' }).waitFor();
  expect(troubles).toEqual([]);
  await shown.prints('The panel stays at', 2);
  shown.signal('SIGINT');
  const { code, stdout } = await shown.finished;
  expect(code).toBe(143);
  // A report after each run.
  expect(stdout).toMatch(/^go\n\nLoop Inspector: [^]*\ngo\n$/);
  await page.locator('.notice', { hasText: 'The command line that ran the program has ended.' }).waitFor();
  expect(await rows(page)).toEqual(['Task-1', 'worker-0', 'worker-1', 'worker-2']);
  await expect(fetch(shown.address)).rejects.toThrow('fetch failed');
});

it('"Run again" ends a run that is under way, and Ctrl+C interrupts the new one before it ends the panel', async () => {
  await using shown = await Shown.start(WORKERS);
  await using context = await newBrowser();
  const { page } = await openPage(context, shown.link);
  await page.locator('.table-body .row').nth(3).waitFor();
  await page.getByRole('button', { name: 'Run again' }).click();
  await shown.prints('Running it again …');
  // its program too: what the page shows may still be the run before
  await shown.prints('go\n', 2);
  shown.signal('SIGINT');
  await shown.prints('The panel stays at');
  await page.locator('.exit', { hasText: 'Interrupted (KeyboardInterrupt).' }).waitFor();
  shown.signal('SIGINT');
  expect(await shown.finished).toMatchObject({ code: 130 });
});

it('a place opens over the page, with its line marked; what cannot be done is said', async () => {
  await using shown = await Shown.start(WORKERS);
  await using context = await newBrowser();
  const { page, troubles } = await openPage(context, shown.link);
  const place = page.locator('.table-body .c-parkedAt .location').last();
  await place.click();
  const dialog = page.getByRole('dialog', { name: 'workers.py:5' });
  await dialog.waitFor();
  expect(await dialog.locator('[aria-current]').innerText()).toMatch(/^5\s+await asyncio\.sleep\(0\.05\)$/);
  expect(await dialog.locator('.source-line').count()).toBe(WORKERS.split('\n').length);
  expect(await dialog.getByRole('link', { name: 'Open in VS Code' }).getAttribute('href')).toMatch(/^vscode:\/\/file\/.*\/workers\.py:5(:\d+)?$/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /CPython/ }).click();
  const notice = page.locator('.notice', { hasText: '--python PATH' });
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await notice.waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
});

describe('who may see it', () => {
  let shown: Shown;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    shown = await Shown.start(WORKERS);
    context = await newBrowser();
    ({ page } = await openPage(context, shown.link));
    await phase(page, 'Running');
    return async () => {
      await context.close();
      await shown[Symbol.asyncDispose]();
    };
  });

  it.each([
    ['the used link', () => shown.link, 'This link was used before'],
    ['a wrong link', () => `${shown.address}#${'A'.repeat(43)}`, 'This link is not the one'],
    ['no token', () => shown.address, 'This page needs the link'],
  ])('is not who opens %s in another browser', async (_, address, told) => {
    await using stranger = await newBrowser();
    const { page: other } = await openPage(stranger, address());
    await other.locator('main p', { hasText: told }).waitFor();
    expect(await other.getByRole('button').count()).toBe(0);
    expect(await other.locator('body').innerText()).not.toContain('workers.py');
  });

  it('is the same browser again, with the state as it was left', async () => {
    await page.getByRole('tab', { name: 'Tasks' }).click();
    // The overview has a filter too, until the next frame: what is typed there meanwhile has nobody to go to.
    await page.locator('[role=tab][aria-selected=true]', { hasText: 'Tasks' }).waitFor();
    await page.getByRole('textbox', { name: 'Filter tasks' }).fill('worker-1');
    await page.locator('.table-body .row').nth(1).waitFor({ state: 'detached' });
    await page.close();
    ({ page } = await openPage(context, shown.address));
    await phase(page, 'Running');
    await page.locator('[role=tab][aria-selected=true]', { hasText: 'Tasks' }).waitFor();
    await page.locator('.table-body .row').first().waitFor();
    expect(await rows(page)).toEqual(['worker-1']);
    await page.getByRole('textbox', { name: 'Filter tasks' }).fill('');
    // And the used link does no harm there.
    await page.goto(shown.link);
    await page.reload();
    await phase(page, 'Running');
  });

  it('is one page at a time: a newer takes over, and can be taken over from', async () => {
    const { page: second } = await openPage(context, shown.address);
    await phase(second, 'Running');
    const notice = (of: Page) => of.locator('.notice', { hasText: 'open in another tab' });
    await notice(page).waitFor();
    await page.getByRole('button', { name: 'Show it here' }).click();
    await notice(second).waitFor();
    await notice(page).waitFor({ state: 'detached' });
    // It is alive again: the inspector answers it.
    const filter = page.getByRole('textbox', { name: 'Filter tasks' });
    await filter.fill('worker-2');
    await expect.poll(() => rows(page), { timeout: 20_000 }).toEqual(['worker-2']);
    await filter.fill('');
    await second.close();
  });

  it('is told nothing under another name, and nothing that is not there', async () => {
    expect((await get('/', { host: new URL(shown.address).host })).status).toBe(200);
    for (const host of ['evil.example', `evil.example:${new URL(shown.address).port}`, `localhost:${new URL(shown.address).port}`, '127.0.0.1']) {
      const { status, body } = await get('/', { host });
      expect({ host, status }).toEqual({ host, status: 403 });
      expect(body).not.toContain('<script');
    }
    for (const path of ['/panel.js.map', '/../package.json', '/%2e%2e/cli.js', '/constructor', '/panel']) expect((await get(path)).status, path).toBe(404);
    expect((await get('/', {}, 'POST')).status).toBe(405);
  });

  it('may keep nothing, frame nothing and load nothing else', async () => {
    const { headers, body } = await get('/');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src ws://${new URL(shown.address).host}/socket`);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect((await get('/')).body).not.toBe(body);
    expect(body).not.toContain(shown.token);
  });

  it('is no page of another origin', async () => {
    const { origin } = new URL(shown.address);
    for (const from of ['http://evil.example', origin.replace('127.0.0.1', 'localhost'), origin.replace('http', 'https'), 'null', undefined]) {
      const socket = new WebSocket(socketAddress(), from === undefined ? {} : { origin: from });
      expect(await opened(socket), from).toBe(403);
    }
    expect(await opened(new WebSocket(socketAddress(), { origin, headers: { host: 'evil.example' } }))).toBe(403);
    expect(await opened(new WebSocket(socketAddress().replace('/socket', '/'), { origin }))).toBe(403);
  });

  it('is nobody who does not say hello', async () => {
    for (const hello of ['', 'hello', '{}', '{"type":"stop"}', '{"type":"hello","token":7,"session":null}', '{"type":"hello"}', Buffer.from('{"type":"hello","token":null,"session":null}'), '[]', 'null']) {
      const socket = new WebSocket(socketAddress(), { origin: new URL(shown.address).origin });
      await once(socket, 'open');
      socket.send(hello);
      expect(await once(socket, 'close').then(([code]) => code as number), String(hello)).toBe(CLOSED.noHello);
    }
    // None of it has ended the program.
    await phase(page, 'Running');
  });

  const socketAddress = (): string => `ws://${new URL(shown.address).host}/socket`;

  async function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
    const { hostname, port } = new URL(shown.address);
    // As it is: `fetch` would not send another Host, and would tidy the path up.
    const asked = request({ hostname, port, path, method, headers });
    asked.end();
    const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }
});

/** 101 when it opens, else the status that refused it. */
const opened = (socket: WebSocket): Promise<number> =>
  new Promise((resolve, reject) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode ?? 0));
    socket.on('error', reject);
  });

it('messages that make no sense are no reason to stop, except those that are far too long', async () => {
  await using shown = await Shown.start(WORKERS);
  const { host, origin } = new URL(shown.address);
  const socket = new WebSocket(`ws://${host}/socket`, { origin });
  const messages: unknown[] = [];
  let heard: () => void = () => undefined;
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()));
    heard();
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', token: shown.token, session: null }));
  const next = async (type: string): Promise<unknown> => {
    for (;;) {
      const found = messages.find((message) => (message as { type?: unknown }).type === type);
      messages.length = 0;
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (heard = resolve));
    }
  };
  expect(parseWelcome(await next('welcome'))?.session).toMatch(/^[\w-]{43}$/);
  const nonsense = ['', 'nonsense', '{', '{"type":"explode"}', '{"type":"reveal","location":{"path":"","line":0,"column":0}}', '{"type":"control","command":{"kind":"speed","handlesPerSecond":"x"}}', '[]', 'null', '{"__proto__":{"type":"stop"}}', Buffer.from([0, 255])];
  for (const message of nonsense) socket.send(message);
  socket.send(JSON.stringify({ type: 'view', window: { ...DEFAULT_WINDOW, taskFilter: 'worker-1' } }));
  for (;;) {
    const { snapshot } = (await next('snapshot')) as { snapshot: { sequence: number; run: { phase: string }; tasks: { rows: { name: string }[] } } };
    socket.send(JSON.stringify({ type: 'acknowledge', sequence: snapshot.sequence }));
    if (snapshot.run.phase === 'running' && snapshot.tasks.rows.length === 1 && snapshot.tasks.rows[0]?.name === 'worker-1') break;
  }
  // Only Python files, and only such that are there.
  for (const path of ['/etc/passwd', '/nowhere/at/all.py', 'relative.py', '/proc/self/environ']) {
    socket.send(JSON.stringify({ type: 'reveal', location: { path, line: 1, column: 0 } }));
    expect(await next('notice')).toMatchObject({ text: expect.stringContaining(path) as string });
  }
  socket.send('x'.repeat(300_000));
  expect((await once(socket, 'close'))[0]).toBe(1009);
});
