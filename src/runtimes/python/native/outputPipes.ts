/**
 * Where the program's output goes: pipes, as a shell makes them. What Node.js calls one is a socket, which nobody can open as
 * `/dev/stdout`; and two of them do not tell in which order they were written to.
 *
 * Input stays such a socket: `/dev/stdin` as a named pipe, opened when nobody writes to it any more, waits for good.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

export interface OutputPipes {
  readonly stdout: Readable;
  /** Null where errors come with the output. */
  readonly stderr: Readable | null;
  /** Descriptors of the program's ends, of output and errors: for `handOver` to close. */
  readonly theirs: readonly [number, number];
}

/**
 * In a worker with `trackUnmanagedFds`, Node.js would close the descriptors once more when it ends.
 *
 * @param together output and errors are one pipe
 * @param env where `mkfifo` is looked for
 * @returns null where no named pipe can be made: Windows has none of this kind, and a disk may be full
 */
export function outputPipes(together: boolean, env: NodeJS.ProcessEnv): OutputPipes | null {
  if (process.platform === 'win32') return null;
  const opened: number[] = [];
  let folder: string | null = null;
  const open = (name: string, flags: number): number => {
    const descriptor = openSync(path.join(folder!, name), flags);
    opened.push(descriptor);
    return descriptor;
  };
  // The end that reads is opened first, without waiting for one that writes. Only ours never waits: the program's does.
  const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;
  try {
    folder = mkdtempSync(path.join(os.tmpdir(), 'loop-inspector-streams-'));
    if (spawnSync('mkfifo', ['-m', '600', 'stdout', 'stderr'], { cwd: folder, env, stdio: 'ignore' }).status !== 0) return null;
    const stdout = open('stdout', O_RDONLY | O_NONBLOCK);
    const output = open('stdout', O_WRONLY);
    const stderr = together ? null : open('stderr', O_RDONLY | O_NONBLOCK);
    const errors = together ? output : open('stderr', O_WRONLY);
    return { stdout: reader(stdout), stderr: stderr === null ? null : reader(stderr), theirs: [output, errors] };
  } catch {
    close(opened);
    return null;
  } finally {
    // what is open goes on without its name
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

/** Once the program has its ends, or could not be started. */
export const handOver = ({ theirs }: OutputPipes): void => close(theirs);

const reader = (fd: number): Readable => new Socket({ fd, readable: true, writable: false });

function close(descriptors: readonly number[]): void {
  for (const descriptor of new Set(descriptors)) closeSync(descriptor);
}
