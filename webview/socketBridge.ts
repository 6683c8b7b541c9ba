/** The bridge of a plain browser: a WebSocket to the command line that served the page (`src/core/panelSocket.ts`). */
import { Emitter } from '../src/base/emitter';
import type { FromPanel } from '../src/core/panelProtocol';
import { CLOSED, type Hello, parseWelcome } from '../src/core/panelSocket';
import type { Notice } from './aside';
import type { Bridge } from './bridge';

const SESSION_KEY = 'loopInspector.session';
const STATE_KEY = 'loopInspector.state';
/** A connection that broke, such as by a computer's sleep, is made anew at once and then after these times, ms. */
const AGAIN_AFTER = [0, 1_000, 3_000];

const ENDED = 'The command line that ran the program has ended. This is the last that was seen.';
const BROKEN = 'The connection to the program broke. What is shown may be old.';

/** What to say when the other end has closed the socket, and whether to offer to connect again. */
const REASONS: Readonly<Record<number, Notice>> = {
  [CLOSED.ended]: { text: ENDED, action: 'none' },
  [CLOSED.noToken]: { text: 'This page needs the link that was printed in the terminal: open that one.', action: 'none' },
  [CLOSED.usedToken]: { text: 'This link was used before, and each works only once. Go on in the browser that it was opened in, or run the program again for a new link.', action: 'none' },
  [CLOSED.wrongToken]: { text: 'This link is not the one of the program that runs now. Open the one that was printed last.', action: 'none' },
  [CLOSED.takenOver]: { text: 'The panel is open in another tab. What is shown here stands still.', action: 'connect' },
  [CLOSED.noHello]: { text: BROKEN, action: 'connect' },
};

/** @param address of the socket */
export function socketBridge(window: Window, address: string): Bridge {
  const incoming = new Emitter<unknown>();
  const notices = new Emitter<Notice | null>();
  const token = takeToken(window);
  let socket: WebSocket | null = null;
  /** The window that the page last asked for; a new connection asks for it again. */
  let view: FromPanel | null = null;
  let tries = 0;

  function open(): void {
    const opened = new WebSocket(address);
    let welcomed = false;
    opened.onopen = () => {
      const hello: Hello = { type: 'hello', token, session: window.localStorage.getItem(SESSION_KEY) };
      opened.send(JSON.stringify(hello));
    };
    opened.onmessage = ({ data }) => {
      const message = parseJson(data);
      if (welcomed) { incoming.fire(message); return; }
      const welcome = parseWelcome(message);
      if (welcome === null) return;
      welcomed = true;
      window.localStorage.setItem(SESSION_KEY, welcome.session);
      tries = 0;
      socket = opened;
      notices.fire(null);
      if (view !== null) opened.send(JSON.stringify(view));
    };
    opened.onclose = ({ code }) => {
      socket = null;
      const reason = REASONS[code];
      const wait = AGAIN_AFTER[tries];
      if (reason !== undefined) { notices.fire(reason); return; }
      if (wait === undefined) { notices.fire({ text: BROKEN, action: 'connect' }); return; }
      tries += 1;
      window.setTimeout(open, wait);
    };
  }

  open();
  return {
    post(message) {
      // The other end gives a page everything as soon as it knows it.
      if (message.type === 'ready') return;
      if (message.type === 'view') view = message;
      if (message.type === 'copy') {
        // Fails without the focus, and then nobody pressed a key here.
        window.navigator.clipboard.writeText(message.text).catch(() => undefined);
        return;
      }
      socket?.send(JSON.stringify(message));
    },
    onMessage: incoming.event,
    getState: () => parseJson(window.localStorage.getItem(STATE_KEY)),
    setState: (state) => window.localStorage.setItem(STATE_KEY, JSON.stringify(state)),
    onNotice: notices.event,
    connectAgain() {
      tries = 0;
      open();
    },
  };
}

/** What follows # in the address, which then no longer shows it: neither a bookmark nor somebody who looks on is to have it. */
function takeToken(window: Window): string | null {
  const { hash, pathname } = window.location;
  if (hash.length < 2) return null;
  window.history.replaceState(null, '', pathname);
  return hash.slice(1);
}

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
