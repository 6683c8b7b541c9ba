/** The panel's page in a real browser, under the policy that it has in VS Code. */
import { type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inRoot } from '../../scripts/paths.mjs';
import { chromiumPath } from '../../scripts/systemPackages.mjs';
import type { Snapshot } from '../../src/core/snapshot/protocol';
import type { FromPanel } from '../../src/core/panelProtocol';
import { newNonce, panelHtml } from '../../src/panel/panelHtml';
import { STILL_FONTS, STILL_SHEET, stillArgs } from './stillFonts';
import { THEMES, type ThemeName, themeSheet } from '../../src/panel/themes';

/** Pages share a process, which stays as long as one of them does: starting one takes longer than most tests do. */
const args = ['--process-per-site', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** An empty page that is there until the end. */
const STAYS = 'stays';

/** In milliseconds. All that a test waits for is a matter of some frames. */
const PATIENCE = 10_000;

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Stands in for VS Code; without it the page is in a plain browser. */
  readonly vscode?: boolean;
  /** What the page kept from an earlier time. */
  readonly saved?: unknown;
  readonly reducedMotion?: boolean;
  /** For pictures: the same fonts on every machine, and no clock that moves on by itself. */
  readonly still?: boolean;
}

/** A browser and a server with the bundle, for all tests of a file. */
export class PanelPages implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #server: Server;

  private constructor(browser: Browser, context: BrowserContext, server: Server) {
    this.#browser = browser;
    this.#context = context;
    this.#server = server;
  }

  static async start(): Promise<PanelPages> {
    const files = await bundle();
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const theme = (searchParams.get('theme') ?? 'dark') as ThemeName;
      const name = pathname.slice(1);
      if (name === '') {
        const origin = `http://${request.headers.host ?? ''}`;
        const addresses = { cspSource: origin, script: `${origin}/panel.js`, style: `${origin}/panel.css?theme=${theme}${searchParams.has('still') ? '&still' : ''}` };
        response.setHeader('Content-Type', 'text/html').end(panelHtml(addresses, newNonce()));
        return;
      }
      if (name === STAYS) {
        response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
        return;
      }
      // Browsers ask for it on their own.
      if (name === 'favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      const file = files.get(name) ?? STILL_FONTS.get(name);
      if (file === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Type', TYPES[path.extname(name)] ?? 'application/octet-stream');
      if (name === 'panel.css') response.write(themeSheet(theme) + (searchParams.has('still') ? STILL_SHEET : ''));
      response.end(file);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const browser = await chromium.launch({ executablePath: chromiumPath, args: [...args, ...stillArgs] });
    const context = await browser.newContext();
    context.setDefaultTimeout(PATIENCE);
    await (await context.newPage()).goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${STAYS}`);
    return new PanelPages(browser, context, server);
  }

  async open({ theme = 'dark', width = 1000, height = 800, vscode = true, saved, reducedMotion = false, still = false }: OpenOptions = {}): Promise<PanelPage> {
    const page = await this.#context.newPage();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: reducedMotion || still ? 'reduce' : 'no-preference' });
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    await page.addInitScript({ content: initScript(THEMES[theme].bodyClass, vscode, saved) });
    // The page moves its clock on by an interval.
    if (still) await page.addInitScript({ content: 'window.setInterval = () => 0;' });
    const { port } = this.#server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?theme=${theme}${still ? '&still' : ''}`);
    return new PanelPage(page, troubles);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** One page, and the other end of its messages. */
export class PanelPage implements AsyncDisposable {
  readonly page: Page;
  readonly #troubles: string[];

  constructor(page: Page, troubles: string[]) {
    this.page = page;
    this.#troubles = troubles;
  }

  /** Sends `messages` one right after the other. */
  async send(...messages: readonly unknown[]): Promise<void> {
    await this.page.evaluate((all: readonly unknown[]) => (globalThis as unknown as TestEnd).testEnd.send(all), messages);
  }

  /** Sends a snapshot and waits until the page has drawn it. */
  async show(snapshot: Snapshot): Promise<void> {
    const { length } = await this.sent();
    await this.send({ type: 'snapshot', snapshot });
    await this.page.waitForFunction(
      ([from, wanted]) => (globalThis as unknown as TestEnd).testEnd.sent.slice(from).some((message) => message.type === 'acknowledge' && message.sequence === wanted),
      [length, snapshot.sequence] as const,
    );
  }

  /** Waits until the page has sent so many messages of a type. */
  async waitForSent<T extends FromPanel['type']>(type: T, count = 1): Promise<Extract<FromPanel, { type: T }>[]> {
    await this.page.waitForFunction(([wanted, least]) => (globalThis as unknown as TestEnd).testEnd.sent.filter((message) => message.type === wanted).length >= least, [type, count] as const);
    return this.sentOf(type);
  }

  /** Resolves when the page has drawn so many frames more. */
  async frames(count = 2): Promise<void> {
    await this.page.evaluate(`(async () => {
      for (let i = 0; i < ${count}; i++) await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    })()`);
  }

  /** What the page has sent so far. */
  sent(): Promise<FromPanel[]> {
    return this.page.evaluate(() => (globalThis as unknown as TestEnd).testEnd.sent);
  }

  async sentOf<T extends FromPanel['type']>(type: T): Promise<Extract<FromPanel, { type: T }>[]> {
    return (await this.sent()).filter((message): message is Extract<FromPanel, { type: T }> => message.type === type);
  }

  /** What the page keeps for its next time. */
  kept(): Promise<unknown> {
    return this.page.evaluate(() => (globalThis as unknown as TestEnd).testEnd.state);
  }

  /** How often the page asked VS Code for its interface. */
  acquired(): Promise<number> {
    return this.page.evaluate(() => (globalThis as unknown as TestEnd).testEnd.acquired);
  }

  /** Errors, and whatever the content security policy refused. */
  async troubles(): Promise<string[]> {
    const refused = await this.page.evaluate(() => (globalThis as unknown as TestEnd).testEnd.refused);
    return [...this.#troubles, ...refused];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.close();
  }
}

interface TestEnd {
  readonly testEnd: {
    readonly sent: FromPanel[];
    readonly refused: string[];
    readonly state: unknown;
    readonly acquired: number;
    send(messages: readonly unknown[]): void;
  };
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf', '.woff2': 'font/woff2' };

/** Runs before the page's own script: VS Code's side of the page, or that of a script in a plain browser. */
const initScript = (bodyClass: string, vscode: boolean, saved: unknown): string => `
  const end = { sent: [], refused: [], state: ${saved === undefined ? 'undefined' : JSON.stringify(saved)}, acquired: 0 };
  globalThis.testEnd = end;
  document.addEventListener('securitypolicyviolation', (event) => end.refused.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    document.body.className = ${JSON.stringify(bodyClass)};
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  if (${String(vscode)}) {
    end.send = (messages) => messages.forEach((message) => window.postMessage(message, '*'));
    window.acquireVsCodeApi = () => {
      end.acquired += 1;
      if (end.acquired > 1) throw new Error('acquired twice');
      return { postMessage: (message) => end.sent.push(message), getState: () => end.state, setState: (state) => (end.state = state) };
    };
  } else {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => end.sent.push(data);
    end.send = (messages) => messages.forEach((message) => port1.postMessage(message));
    end.connect = () => window.postMessage('loopInspector.connect', '*', [port2]);
    window.addEventListener('load', () => end.connect());
  }
`;

/** The bundle as it is shipped, but for its minification. File name → content. */
async function bundle(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: { panel: inRoot('webview', 'main.tsx'), style: inRoot('webview', 'panel.css') },
    outdir: inRoot('dist', 'webview'),
    absWorkingDir: inRoot(),
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2024',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path: file, contents }) => [path.basename(file).replace(/^style\.css$/, 'panel.css'), contents]));
}
