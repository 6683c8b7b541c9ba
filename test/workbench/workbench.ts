/** VS Code's window as a person has it: keys, clicks, and what is on the screen. */
import { cpSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { dist, root } from '../../scripts/paths.mjs';
import { type OpenPage, openWorkbenchPage, remote } from './browser.ts';
import { readGlyphs, readProblems, readTerminal } from './reading.ts';
import { type Server, startServer } from './server.ts';
import { until } from './until.ts';

export const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern', highContrast: 'Default High Contrast', highContrastLight: 'Default High Contrast Light' };

export interface OpenOptions {
  /** Whether the folder is trusted; otherwise it opens in Restricted Mode. */
  readonly trust?: boolean;
  /** A workspace file in the folder, which is opened instead of it. */
  readonly workspaceFile?: string;
  readonly theme?: keyof typeof themes;
  /** Default: the packaged extension named by `LOOP_INSPECTOR_VSIX`, else the checkout. */
  readonly extension?: 'checkout' | { readonly vsix: string };
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Problem {
  readonly file: string;
  readonly message: string;
  readonly source: string;
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'Error' | 'Warning' | 'Information';
}

export interface GutterGlyph {
  readonly line: number;
  /** Base name of the icon's file; empty for a glyph that is none of an extension's. */
  readonly icon: string;
  readonly className: string;
}

/** Longer than VS Code takes to show its list on a slow machine. */
const A_MOMENT_MS = 5000;

const extensionId = 'loop-inspector.loop-inspector';

export class Workbench implements AsyncDisposable {
  readonly page: Page;
  /** The workspace: a copy, so that a test may change it. */
  readonly folder: string;
  readonly server: Server;
  readonly #browser: BrowserContext;
  readonly #settings: Readonly<Record<string, unknown>>;

  private constructor(folder: string, server: Server, { page, browser }: OpenPage, settings: Readonly<Record<string, unknown>>) {
    this.folder = folder;
    this.server = server;
    this.page = page;
    this.#browser = browser;
    this.#settings = settings;
  }

  /** Opens a copy of `folder` in a new VS Code with empty data folders. Ends with `await using`. */
  static async open(folder: string, options: OpenOptions = {}): Promise<Workbench> {
    const vsix = packagedExtension(options);
    const settings = { 'workbench.colorTheme': themes[options.theme ?? 'dark'], ...options.settings };
    const server = await startServer({ trust: options.trust ?? true, settings, vsix, env: options.env });
    try {
      const workspace = path.join(realpathSync(server.folder), 'workspace', path.basename(folder));
      cpSync(folder, workspace, { recursive: true });
      const payload = vsix === undefined ? { extensionDevelopmentPath: remote(server, root) } : {};
      return new Workbench(workspace, server, await openWorkbenchPage(server, path.join(workspace, options.workspaceFile ?? ''), payload), settings);
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.server[Symbol.asyncDispose]();
  }

  /** F1, the title, Enter. Fails when the palette offers no command of exactly that title. */
  async runCommand(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  /** The titles that the command palette offers for some text. */
  async paletteEntries(text: string): Promise<readonly string[]> {
    await this.page.keyboard.press('F1');
    const input = this.#quickInput();
    await input.waitFor();
    await input.fill(`>${text}`);
    const rows = await until('entries of the palette', () => this.#quickPickLabels(), (labels) => labels.length > 0);
    await this.page.keyboard.press('Escape');
    return rows;
  }

  /** Ctrl+P, the name, Enter; resolves once the file is in the active editor. */
  async openFile(name: string): Promise<void> {
    await this.#pick('Control+P', name, path.basename(name));
    await this.editorOf(path.basename(name));
  }

  /** Resolves once that file is in the active editor, with its lines. */
  async editorOf(name: string): Promise<void> {
    const group = this.page.locator('.editor-group-container.active');
    const active = group.locator('.tab.active');
    const look = async (): Promise<{ active: readonly (string | null)[]; messages: readonly string[] }> => ({
      active: await active.evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('data-resource-name'))),
      messages: await this.messages(),
    });
    await until(`${name} in the active editor`, look, (seen) => seen.active.includes(name), 90_000);
    await group.locator('.monaco-editor .view-lines .view-line').first().waitFor();
  }

  /** Closes the file that is in the active editor. */
  async close(name: string): Promise<void> {
    await this.editorOf(name);
    const tab = this.page.locator(`.tab[data-resource-name="${name}"]`);
    await tab.locator('.tab-actions .action-label').click();
    await tab.waitFor({ state: 'detached' });
  }

  /** The inner frame of the extension's panel in that window, once its page is loaded. */
  async panelFrame(window = this.page): Promise<Frame> {
    const frame = await until(
      'the panel',
      () => Promise.resolve(window.frames().find(isPanel)),
      (found) => found !== undefined,
    );
    if (frame === undefined) throw new Error('no panel');
    await frame.waitForLoadState();
    return frame;
  }

  /** Rows of the Problems view, which this brings to the front. */
  async problems(): Promise<readonly Problem[]> {
    await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
    return this.page.locator('.markers-panel').evaluate(readProblems);
  }

  /** Resolves with the rows of the Problems view as soon as they satisfy. */
  async problemsWhen(satisfied: (problems: readonly Problem[]) => boolean, timeoutMs?: number): Promise<readonly Problem[]> {
    await this.runCommand('Problems: Focus on Problems View');
    const view = this.page.locator('.markers-panel');
    await view.waitFor();
    return until('the rows of the Problems view', () => view.evaluate(readProblems), satisfied, timeoutMs);
  }

  /** The lines of the active terminal, all of its history, without trailing blanks. */
  async terminalText(): Promise<string> {
    const terminal = '.terminal-wrapper.active';
    const lines = await this.page.evaluate(readTerminal, terminal);
    return lines.map((line) => line.trimEnd()).join('\n').trimEnd();
  }

  /** Resolves with the terminal's text as soon as it satisfies. */
  terminalTextWhen(satisfied: (text: string) => boolean, timeoutMs?: number): Promise<string> {
    return until('the terminal', () => this.terminalText(), satisfied, timeoutMs);
  }

  /** Glyphs in the gutter of the active editor, as far as its lines are in sight, by line. */
  gutterGlyphs(): Promise<readonly GutterGlyph[]> {
    return this.page.locator('.editor-group-container.active .monaco-editor').first().evaluate(readGlyphs);
  }

  /** Resolves with the glyphs as soon as they satisfy. */
  gutterGlyphsWhen(satisfied: (glyphs: readonly GutterGlyph[]) => boolean, timeoutMs?: number): Promise<readonly GutterGlyph[]> {
    return until('the glyphs in the gutter', () => this.gutterGlyphs(), satisfied, timeoutMs);
  }

  /** Changes the machine's settings, which the open window follows. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    this.server.changeSettings({ ...this.#settings, ...settings });
  }

  /** Messages of VS Code that are on the screen: notifications, and a dialog if there is one. */
  async messages(): Promise<readonly string[]> {
    return this.page.locator('.notification-list-item-message, .monaco-dialog-box .dialog-message').allInnerTexts();
  }

  /** Keeps a picture of the window as `dist/screenshots/NAME.png`. */
  async screenshot(name: string, window = this.page): Promise<string> {
    const file = path.join(dist, 'screenshots', `${name}.png`);
    mkdirSync(path.dirname(file), { recursive: true });
    await window.screenshot({ path: file });
    return file;
  }

  #quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  #quickPickLabels(): Promise<readonly string[]> {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row .label-name').allInnerTexts();
  }

  /** What takes the focus in the same moment closes the list again: then a person presses the key once more. */
  async #pick(key: string, text: string, label: string): Promise<void> {
    const input = this.#quickInput();
    const type = async (): Promise<void> => {
      if ((await input.count()) === 0) {
        await this.page.keyboard.press(key);
        await input.waitFor({ timeout: A_MOMENT_MS });
      }
      if ((await input.inputValue({ timeout: A_MOMENT_MS })) !== text) await input.fill(text, { timeout: A_MOMENT_MS });
    };
    // Enter goes to the list or nowhere: pressed on the page it would go to whatever had taken the focus since
    const choose = async (): Promise<string> => {
      await type();
      const [first] = await this.#quickPickLabels();
      if (first === label) await input.press('Enter', { timeout: A_MOMENT_MS });
      return first ?? 'no entry';
    };
    await until(`"${label}" as the first entry`, () => choose().catch(String), (first) => first === label);
    await input.waitFor({ state: 'hidden' });
  }
}

function packagedExtension({ extension }: OpenOptions): string | undefined {
  if (extension === 'checkout') return undefined;
  return extension?.vsix ?? process.env['LOOP_INSPECTOR_VSIX'];
}

function isPanel(frame: Frame): boolean {
  const parent = frame.parentFrame();
  return parent !== null && new URL(parent.url(), 'http://none').searchParams.get('extensionId') === extensionId;
}
