/** What the inspector's thread and the embedded interpreter's thread say to each other apart from shared memory. */
import type { RingMemory } from '../../channel/sharedRing';
import type { ControlMemory } from './control';

export interface EmbeddedStart {
  readonly path: string;
  readonly source: string | null;
  readonly module: boolean;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly slowCallbackMs: number;
  readonly terminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Folder with `pyodide/` and `python/`. */
  readonly distDir: string;
  readonly control: ControlMemory;
  readonly events: RingMemory;
  readonly input: RingMemory;
}

export type FromEmbedded =
  | { readonly type: 'ended'; readonly code: number; readonly reason: 'finished' | 'exit' | 'exception' | 'interrupted'; readonly error: string; readonly missingModule: string }
  /** The interpreter itself broke: out of memory, a fault in its code. */
  | { readonly type: 'crashed'; readonly message: string };
