/**
 * Serves the panel's page to browsers of this machine: HTTP for the page, a WebSocket for its messages.
 *
 * Anybody on the machine, and any web site in a browser on it, can reach a port of the loopback
 * interface. So a request must name this server by its address (a name that a stranger has pointed at
 * 127.0.0.1 does not do), a socket must come from our own page, and it is told nothing before it has
 * shown the token or the session. One page is served at a time: a newer takes over.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { err, ok, type Result } from '../base/result';
import { parseFromPanel } from '../core/panelMessages';
import type { FromPanel, ToPanel } from '../core/panelProtocol';
import { CLOSED, parseHello, type Welcome } from '../core/panelSocket';
import { pageFiles, SOCKET_PATH } from './pageFiles';
import { PanelKeys } from './panelKeys';

/** What happens at the other end. */
export interface PanelClient {
  /** A page can be shown something from now on, or there is none any more. */
  present(there: boolean): void;
  message(message: FromPanel): void;
}

const HOST = '127.0.0.1';
/** No message of the page's is nearly as long. */
const MAX_MESSAGE_BYTES = 256 * 1024;
/** How long a socket may take to say hello, and how many may be about to. */
const HELLO_MS = 5_000;
const MAX_STRANGERS = 16;
/** How long a page may take to close its socket when all ends. */
const GOODBYE_MS = 300;

export class PanelServer implements AsyncDisposable {
  /** Where the page is, for a browser that has a session. */
  readonly address: string;
  /** The same with the token, which works once. */
  readonly link: string;
  readonly #host: string;
  readonly #server: Server;
  readonly #files;
  readonly #client: PanelClient;
  readonly #keys = new PanelKeys();
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  #strangers = 0;
  /** The page that is served. */
  #current: WebSocket | null = null;

  private constructor(server: Server, distDir: string, client: PanelClient) {
    const { port } = server.address() as AddressInfo;
    this.#server = server;
    this.#client = client;
    this.#host = `${HOST}:${port}`;
    this.address = `http://${this.#host}/`;
    // The part after # is never sent, so that no log and no other site sees it.
    this.link = `${this.address}#${this.#keys.token}`;
    this.#files = pageFiles(distDir, this.#host);
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /**
   * Listens on a free port of the loopback interface.
   * @param distDir folder of the built bundles
   */
  static async start(distDir: string, client: PanelClient): Promise<Result<PanelServer>> {
    const server = createServer();
    server.listen(0, HOST);
    try {
      await once(server, 'listening');
    } catch (error) {
      return err({ code: 'listen', message: `The panel cannot be served on this machine’s own address ${HOST}: ${(error as Error).message}. Run the program without --panel and --open to get the report alone.` });
    }
    return ok(new PanelServer(server, distDir, client));
  }

  /** Sends to the page, if there is one. */
  post(message: ToPanel): void {
    this.#current?.send(JSON.stringify(message));
  }

  /** Resolves when nothing listens and nothing is connected. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    const open = [...this.#sockets.clients];
    const gone = Promise.all(open.map((socket) => once(socket, 'close')));
    for (const socket of open) socket.close(CLOSED.ended);
    const late = setTimeout(() => open.forEach((socket) => socket.terminate()), GOODBYE_MS);
    await gone;
    clearTimeout(late);
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.host !== this.#host) return void response.writeHead(403, PLAIN).end(`This is not ${request.headers.host ?? 'here'}. The panel is at ${this.address}\n`);
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405, { ...PLAIN, Allow: 'GET, HEAD' }).end();
    const pathname = (request.url ?? '/').split('?', 1)[0]!;
    // Browsers ask for it on their own.
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const file = this.#files(pathname);
    if (file === null) return void response.writeHead(404, PLAIN).end();
    response.writeHead(200, file.headers).end(request.method === 'HEAD' ? undefined : file.content);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // One that breaks here has nobody else to tell.
    socket.on('error', () => undefined);
    const { host, origin } = request.headers;
    const allowed = host === this.#host && origin === `http://${this.#host}` && request.url === SOCKET_PATH && this.#strangers < MAX_STRANGERS;
    if (!allowed) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    this.#sockets.handleUpgrade(request, socket, head, (stranger) => this.#meet(stranger));
  }

  /** Waits for a new socket's first message. */
  #meet(stranger: WebSocket): void {
    this.#strangers += 1;
    const late = setTimeout(() => stranger.close(CLOSED.noHello), HELLO_MS);
    stranger.on('error', () => undefined);
    stranger.once('message', (data, binary) => {
      const hello = parseHello(parseJson(data as Buffer, binary));
      const admission = hello === null ? null : this.#keys.admit(hello);
      if (admission === null) stranger.close(CLOSED.noHello);
      else if ('refused' in admission) stranger.close(CLOSED[admission.refused]);
      else this.#serve(stranger, { type: 'welcome', session: admission.session });
      met();
    });
    stranger.once('close', () => met());
    let counted = true;
    const met = (): void => {
      if (counted) this.#strangers -= 1;
      counted = false;
      clearTimeout(late);
    };
  }

  #serve(socket: WebSocket, welcome: Welcome): void {
    const before = this.#current;
    this.#current = socket;
    if (before !== null) {
      this.#client.present(false);
      before.close(CLOSED.takenOver);
    }
    socket.on('message', (data, binary) => {
      if (this.#current !== socket) return;
      // What makes no sense is no reason to stop showing the panel.
      const message = parseFromPanel(parseJson(data as Buffer, binary));
      if (message.ok) this.#client.message(message.value);
    });
    socket.on('close', () => {
      if (this.#current !== socket) return;
      this.#current = null;
      this.#client.present(false);
    });
    socket.send(JSON.stringify(welcome));
    this.#client.present(true);
  }
}

const PLAIN = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** @returns undefined if it is none; no message of the page's is */
function parseJson(data: Buffer, binary: boolean): unknown {
  if (binary) return undefined;
  try {
    return JSON.parse(data.toString('utf8'));
  } catch {
    return undefined;
  }
}
