/**
 * The interpreter's clock, in less than half of the time that emscripten's takes: that one counts the nanoseconds in a BigInt. A
 * program that is recorded looks at it with every step.
 */

type ClockTimeGet = (clock: number, precision: bigint, address: number) => number;
type Imports = Readonly<Record<string, Record<string, unknown>>> | undefined;

interface Memory {
  readonly buffer: ArrayBuffer;
}
interface Instance {
  readonly exports: { readonly memory: Memory };
}

/** What TypeScript knows only beside a DOM. */
interface Assembly {
  /** Of a module's bytes it makes the module too. */
  instantiate: (module: unknown, imports?: Imports) => Promise<Instance | { readonly instance: Instance }>;
}
const assembly = (globalThis as unknown as { readonly WebAssembly: Assembly }).WebAssembly;

/** Of WASI's clocks the one that tells the time of day. */
const REALTIME = 0;
const WORD = 2 ** 32;

/** Runs `load`. What it makes of WebAssembly meanwhile, and asks WASI for the time, gets it from here. */
export async function withFastClock<T>(load: () => Promise<T>): Promise<T> {
  const { instantiate } = assembly;
  assembly.instantiate = async (module, imports) => {
    const wasi = imports?.['wasi_snapshot_preview1'];
    if (wasi === undefined) return instantiate(module, imports);
    let memory: Memory | null = null;
    wasi['clock_time_get'] = fastClock(wasi['clock_time_get'] as ClockTimeGet, () => memory);
    const made = await instantiate(module, imports);
    ({ memory } = ('instance' in made ? made.instance : made).exports);
    return made;
  };
  try {
    return await load();
  } finally {
    assembly.instantiate = instantiate;
  }
}

/** @see https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md `clock_time_get` */
function fastClock(slow: ClockTimeGet, memoryNow: () => Memory | null): ClockTimeGet {
  let words = new Uint32Array();
  return (clock, precision, address) => {
    // one that has grown has left its old place
    if (words.length === 0) words = new Uint32Array(memoryNow()?.buffer ?? []);
    if (clock === REALTIME || words.length === 0) return slow(clock, precision, address);
    const nanoseconds = performance.now() * 1e6;
    const index = address >>> 2;
    words[index] = nanoseconds;
    words[index + 1] = nanoseconds / WORD;
    return 0;
  };
}
