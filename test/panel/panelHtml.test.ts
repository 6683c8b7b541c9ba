import { describe, expect, it } from 'vitest';
import { newNonce, panelHtml } from '../../src/panel/panelHtml';

const addresses = {
  cspSource: 'https://*.example.test',
  script: 'https://file.example.test/panel.js?a=1&b="2"',
  style: 'https://file.example.test/panel.css',
};

const policyOf = (html: string): Map<string, string> => {
  const content = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  return new Map(content.split('; ').map((part) => [part.slice(0, part.indexOf(' ')), part.slice(part.indexOf(' ') + 1)]));
};

describe("the panel's page", () => {
  it('allows our script by its nonce and nothing else', () => {
    const policy = policyOf(panelHtml(addresses, 'abc'));
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'nonce-abc'",
      'style-src': addresses.cspSource,
      'font-src': addresses.cspSource,
      'img-src': addresses.cspSource,
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });

  it('has one script, which carries the nonce, and nothing inline', () => {
    const html = panelHtml(addresses, 'abc');
    expect(html.match(/<script\b[^>]*>[^<]*<\/script>/g)).toEqual([
      '<script nonce="abc" src="https://file.example.test/panel.js?a=1&amp;b=&quot;2&quot;"></script>',
    ]);
    expect(html).not.toMatch(/<style|style=|\son\w+=|javascript:|unsafe/);
  });

  it('is the same for every program, but for the nonce', () => {
    expect(panelHtml(addresses, 'n1').replaceAll('n1', 'n2')).toBe(panelHtml(addresses, 'n2'));
  });

  it('has a nonce that cannot be guessed', () => {
    const nonces = new Set(Array.from({ length: 100 }, newNonce));
    expect(nonces.size).toBe(100);
    for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{32}$/);
  });
});
