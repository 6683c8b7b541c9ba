/** What the inspector's thread and the embedded interpreter's thread say to each other apart from shared memory. */
import type { RingMemory } from '../../channel/sharedRing';
import type { Program } from '../../runtime';
import type { ControlMemory } from './control';

export interface EmbeddedStart extends Program {
  /** Folder with `pyodide/` and `python/`. */
  readonly distDir: string;
  readonly control: ControlMemory;
  readonly events: RingMemory;
  readonly input: RingMemory;
  readonly commands: RingMemory;
}

export type FromEmbedded =
  | { readonly type: 'ended'; readonly code: number; readonly reason: 'finished' | 'exit' | 'exception' | 'interrupted'; readonly error: string; readonly missingModule: string }
  /** The interpreter itself broke: out of memory, a fault in its code. */
  | { readonly type: 'crashed'; readonly message: string };
