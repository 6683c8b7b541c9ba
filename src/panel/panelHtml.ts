import { randomBytes } from 'node:crypto';

/** Addresses as the page sees them, from `Webview.asWebviewUri`. */
export interface PageAddresses {
  /** `Webview.cspSource`. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  /** Of a plain browser, which has neither VS Code's colours nor its messages. */
  readonly browser?: {
    /** A style sheet with the colours that VS Code would give. */
    readonly theme: string;
    /** The one address that the page may open a socket to. */
    readonly socket: string;
  };
}

/** A value that scripts must carry to run; new for every page. */
export const newNonce = (): string => randomBytes(24).toString('base64url');

/**
 * The panel's page: nothing but the bundle. What there is to show comes as messages, so that no text
 * of the user's can become markup, and the policy lets no script run but ours and nothing be fetched.
 */
export function panelHtml(addresses: PageAddresses, nonce: string): string {
  const { script, style, browser } = addresses;
  return `<!DOCTYPE html>
<html lang="en"${browser === undefined ? '' : ` data-socket="${escape(browser.socket)}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(panelPolicy(addresses, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loop Inspector</title>
${browser === undefined ? '' : `<link rel="stylesheet" href="${escape(browser.theme)}">\n`}<link rel="stylesheet" href="${escape(style)}">
</head>
<body>
<div id="root"></div>
<script nonce="${escape(nonce)}" src="${escape(script)}"></script>
</body>
</html>
`;
}

/** What the page may load and run. */
export const panelPolicy = ({ cspSource, browser }: PageAddresses, nonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    ...(browser === undefined ? [] : [`connect-src ${browser.socket}`]),
  ].join('; ');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
