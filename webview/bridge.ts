/** How the page talks with whoever shows it. */
import type { Event } from '../src/base/emitter';
import { Emitter } from '../src/base/emitter';
import type { FromPanel } from '../src/core/panelProtocol';
import type { Notice } from './aside';

export interface Bridge {
  post(message: FromPanel): void;
  /** What comes in, not checked yet. */
  readonly onMessage: Event<unknown>;
  /** What `setState` was last given, also by an earlier page of the same panel; undefined if nothing. */
  getState(): unknown;
  setState(state: unknown): void;
  /** How it stands with the connection, where that may break; null: all is well again. */
  readonly onNotice?: Event<Notice | null>;
  /** Makes a connection that was closed anew. */
  connectAgain?(): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  interface Window {
    /** There in a webview of VS Code only; may be called once. */
    readonly acquireVsCodeApi?: () => VsCodeApi;
  }
}

/** Sent by the script that shows the page in a plain browser, with a `MessagePort` to talk over. */
export const CONNECT_MESSAGE = 'loopInspector.connect';

const STATE_KEY = 'loopInspector.state';

export function vsCodeBridge(window: Window, api: VsCodeApi): Bridge {
  const incoming = new Emitter<unknown>();
  window.addEventListener('message', ({ data }) => incoming.fire(data));
  return {
    post: (message) => api.postMessage(message),
    onMessage: incoming.event,
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

/** For a page in a plain browser whose script sends a port. */
export function portBridge(window: Window): Bridge {
  const incoming = new Emitter<unknown>();
  const waiting: FromPanel[] = [];
  let port: MessagePort | null = null;
  window.addEventListener('message', ({ source, data, ports: [offered] }: MessageEvent<unknown>) => {
    // Only from the page itself: a frame or an opener has no business here.
    if (source !== window || data !== CONNECT_MESSAGE || offered === undefined || port !== null) return;
    port = offered;
    port.onmessage = ({ data: message }) => incoming.fire(message);
    for (const message of waiting.splice(0)) port.postMessage(message);
  });
  return {
    post: (message) => {
      if (port === null) waiting.push(message);
      else port.postMessage(message);
    },
    onMessage: incoming.event,
    getState: () => parseJson(window.sessionStorage.getItem(STATE_KEY)),
    setState: (state) => window.sessionStorage.setItem(STATE_KEY, JSON.stringify(state)),
  };
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
