import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { Snapshot } from '../core/snapshot/protocol';
import { restoreSnapshot, serializeSnapshot } from '../panel/keptSnapshot';

/** How many programs' last states are kept. */
const MAX_FILES = 20;

/** The last state of each program's run, in files of the workspace's own folder in VS Code's storage. */
export class KeptSnapshots {
  readonly #folder: string;
  readonly #log: vscode.LogOutputChannel;
  /** One write at a time, in order. */
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#folder = path.join(folder.fsPath, 'lastStates');
    this.#log = log;
  }

  /** Resolves when it is written, or cannot be: a full disk is no reason to hold a run up. */
  keep(program: vscode.Uri, snapshot: Snapshot): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write(this.#file(program), snapshot)).catch((error: unknown) => this.#log.warn(String(error)));
    return this.#writing;
  }

  /** What was kept of the program's last run, shown as ended; null: nothing. */
  async read(program: vscode.Uri): Promise<Snapshot | null> {
    await this.#writing;
    try {
      return restoreSnapshot(await readFile(this.#file(program), 'utf8'));
    } catch {
      return null;
    }
  }

  async #write(file: string, snapshot: Snapshot): Promise<void> {
    const text = serializeSnapshot(snapshot);
    if (!text.ok) {
      this.#log.warn(text.error.message);
      return;
    }
    await mkdir(this.#folder, { recursive: true });
    // Whoever reads it sees the old one or the new, also if this host is ended now.
    await writeFile(`${file}.new`, text.value);
    await rename(`${file}.new`, file);
    await this.#prune();
  }

  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= MAX_FILES) return;
    const files = await Promise.all(names.map(async (name) => ({ file: path.join(this.#folder, name), written: (await stat(path.join(this.#folder, name))).mtimeMs })));
    const old = files.sort((a, b) => b.written - a.written).slice(MAX_FILES);
    await Promise.all(old.map(({ file }) => rm(file, { force: true })));
  }

  #file(program: vscode.Uri): string {
    return path.join(this.#folder, `${createHash('sha256').update(program.toString()).digest('hex').slice(0, 32)}.json`);
  }
}
