/** Opens the workbench of a running server in Chromium. */
import path from 'node:path';
import { type BrowserContext, type Page, chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/systemPackages.mjs';
import type { Server } from './server.ts';

/** In milliseconds. VS Code draws a file within a second, but on a machine that has much else to do it took more than Playwright's 30 s. */
const PATIENCE = 90_000;

export interface OpenPage {
  readonly page: Page;
  readonly browser: BrowserContext;
}

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A path on the server's machine as the workbench's `payload` query wants it. */
export const remote = (server: Server, file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;

/**
 * @param workspace a folder, or a workspace file that names several
 * @param payload pairs of the workbench's `payload` query
 * @returns once the workbench is drawn; its browser profile is in the server's folder and goes with it
 */
export async function openWorkbenchPage(server: Server, workspace: string, payload: Readonly<Record<string, string>>): Promise<OpenPage> {
  const browser = await chromium.launchPersistentContext(path.join(server.folder, 'chromium'), {
    executablePath: chromiumPath,
    args,
    viewport: { width: 1440, height: 900 },
  });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(PATIENCE);
    const query = new URLSearchParams({ [workspace.endsWith('.code-workspace') ? 'workspace' : 'folder']: workspace, payload: JSON.stringify([...Object.entries(payload), ['skipWelcome', 'true']]) });
    await page.goto(`http://127.0.0.1:${server.port}/?${query.toString()}`);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return { page, browser };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
