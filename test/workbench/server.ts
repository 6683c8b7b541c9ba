/** Starts VS Code's server for one test, with data folders of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../../scripts/paths.mjs';
import { pinnedNode, pinnedNodeEnv } from '../../scripts/pinnedNode.mjs';
import { runOrFail } from '../../scripts/process.mjs';
import { ensureVscodeServer } from '../../scripts/vscodeServer.mjs';

export interface ServerOptions {
  /** Whether workspaces are trusted without asking. */
  readonly trust: boolean;
  /** Added to the machine's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packaged extension to install. */
  readonly vsix?: string | undefined;
  /** Added to the server's environment, which the extension host inherits. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export interface Server extends AsyncDisposable {
  readonly port: number;
  /** Everything of this server is below; deleted at the end. */
  readonly folder: string;
  /** `os.tmpdir()` of the extension host. */
  readonly temporaryFolder: string;
  /** What the server printed so far. */
  log(): string;
  /** Replaces what was added to the machine's settings; an open window follows. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void;
}

/** What a first start would otherwise put between a test and the editor. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.startupPrompt': 'never',
  'git.enabled': false,
  'npm.autoDetect': 'off',
  // Drawn as elements, so that the terminal is in screenshots and does not need a GPU.
  'terminal.integrated.gpuAcceleration': 'off',
};

/** Resolves once the server answers on its port. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const main = path.join(await ensureVscodeServer(), 'out', 'server-main.js');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-vscode-'));
  const dataFolder = path.join(folder, 'server');
  const temporaryFolder = path.join(folder, 'tmp');
  mkdirSync(temporaryFolder);
  mkdirSync(path.join(dataFolder, 'data', 'Machine'), { recursive: true });
  const changeSettings: Server['changeSettings'] = (settings) =>
    writeFileSync(path.join(dataFolder, 'data', 'Machine', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  changeSettings(options.settings ?? {});
  const env = { ...serverEnv(), TMPDIR: temporaryFolder, ...options.env };
  if (options.vsix !== undefined) {
    const install = [main, '--accept-server-license-terms', '--server-data-dir', dataFolder, '--install-extension', options.vsix];
    await runOrFail('Installing the packaged extension', pinnedNode(), install, { env });
  }
  const args = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'];
  args.push('--enable-smoke-test-driver', '--telemetry-level', 'off', '--server-data-dir', dataFolder);
  if (options.trust) args.push('--disable-workspace-trust');
  const leashArgs = [inRoot('test', 'workbench', 'leash.mjs'), folder, pinnedNode(), main, ...args];
  const leash = spawn(pinnedNode(), leashArgs, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = collectOutput(leash);
  const end = async (): Promise<void> => {
    if (leash.exitCode !== null || leash.signalCode !== null) return;
    const exited = once(leash, 'exit');
    leash.stdin.end();
    await exited;
  };
  try {
    const port = Number((await output.match(/Extension host agent listening on (\d+)/))[1]);
    return { port, folder, temporaryFolder, log: output.text, changeSettings, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Ours, without what a surrounding VS Code or test runner put there for its own children. */
function serverEnv(): NodeJS.ProcessEnv {
  const entries = Object.entries(pinnedNodeEnv()).filter(([name]) => !/^(VSCODE_|ELECTRON_|VITEST|NODE_OPTIONS$|VIRTUAL_ENV$|npm_)/.test(name));
  return Object.fromEntries(entries);
}

interface Output {
  text(): string;
  /** Resolves as soon as the output matches; rejects when it ends without. */
  match(pattern: RegExp): Promise<RegExpMatchArray>;
}

function collectOutput(child: ChildProcess): Output {
  let text = '';
  const listeners = new Set<() => void>();
  let ended = false;
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      changed();
    });
  }
  child.on('close', () => {
    ended = true;
    changed();
  });
  return {
    text: () => text,
    match: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(text);
          if (match === null && !ended) return;
          listeners.delete(look);
          if (match !== null) resolve(match);
          else reject(new Error(`The VS Code server ended before it was ready:\n${text}`));
        };
        listeners.add(look);
        look();
      }),
  };
}
