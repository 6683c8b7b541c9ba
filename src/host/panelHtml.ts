import { randomBytes } from 'node:crypto';

/** Addresses as the page sees them, from `Webview.asWebviewUri`. */
export interface PageAddresses {
  /** `Webview.cspSource`. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

/** A value that scripts must carry to run; new for every page. */
export const newNonce = (): string => randomBytes(24).toString('base64url');

/**
 * The panel's page: nothing but the bundle. What there is to show comes as messages, so that no text
 * of the user's can become markup, and the policy lets no script run but ours and nothing be fetched.
 */
export function panelHtml({ cspSource, script, style }: PageAddresses, nonce: string): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loop Inspector</title>
<link rel="stylesheet" href="${escape(style)}">
</head>
<body>
<div id="root"></div>
<script nonce="${escape(nonce)}" src="${escape(script)}"></script>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
