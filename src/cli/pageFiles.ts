/** What the panel's server hands out: the page and its files, the same for everybody and with nothing of the program in them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { newNonce, panelHtml, panelPolicy, type PageAddresses } from '../panel/panelHtml';
import { browserThemes } from '../panel/themes';

export interface PageFile {
  readonly content: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the page's socket is. */
export const SOCKET_PATH = '/socket';

/** Nothing is kept by a browser or a proxy, shown in a frame, or guessed to be of another type. */
const EVERY_FILE = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const SHIPPED = { 'panel.js': 'text/javascript', 'panel.css': 'text/css', 'codicon.ttf': 'font/ttf' };

/**
 * @param distDir folder of the built bundles
 * @param host the server's "127.0.0.1:PORT"
 * @returns what answers to a path; null: there is nothing there
 */
export function pageFiles(distDir: string, host: string): (pathname: string) => PageFile | null {
  const origin = `http://${host}`;
  const addresses: PageAddresses = {
    cspSource: origin,
    script: `${origin}/panel.js`,
    style: `${origin}/panel.css`,
    browser: { theme: `${origin}/theme.css`, socket: `ws://${host}${SOCKET_PATH}` },
  };
  // Read now: a request names one of these, never a file of the machine.
  const files = new Map(Object.entries(SHIPPED).map(([name, type]) => [`/${name}`, file(type, readFileSync(path.join(distDir, 'webview', name)))]));
  files.set('/theme.css', file('text/css', browserThemes()));
  return (pathname) => (pathname === '/' ? page(addresses) : (files.get(pathname) ?? null));
}

function page(addresses: PageAddresses): PageFile {
  const nonce = newNonce();
  const { content, headers } = file('text/html', panelHtml(addresses, nonce));
  // A page cannot forbid frames by itself, so the policy goes into the header too.
  return { content, headers: { ...headers, 'Content-Security-Policy': `${panelPolicy(addresses, nonce)}; frame-ancestors 'none'` } };
}

const file = (type: string, content: string | Uint8Array): PageFile => ({ content, headers: { ...EVERY_FILE, 'Content-Type': `${type}; charset=utf-8` } });
