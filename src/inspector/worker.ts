/** The inspector's thread. Starts the program's runtime; everything else is in `session.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../base/assert';
import { EmbeddedRuntime } from '../runtimes/python/embedded/embeddedRuntime';
import { NativeRuntime } from '../runtimes/python/native/nativeRuntime';
import type { FromInspector, InspectorStart, ToInspector } from './protocol';
import { Session } from './session';

const { request, distDir } = workerData as InspectorStart;
const port = parentPort;
assert(port !== null, 'the inspector runs in a worker thread');

const { python, terminal } = request;
// The program's streams are pipes: how wide its terminal is, it can know from nowhere else.
const env = terminal.stdout ? { COLUMNS: String(terminal.columns), LINES: String(terminal.rows), ...request.env } : request.env;
const program = { ...request, env, distDir };
const runtime = python === null ? new EmbeddedRuntime(program) : new NativeRuntime({ ...program, python });
const session = new Session(request, runtime, (message: FromInspector) => port.postMessage(message));
port.on('message', (message: ToInspector) => session.receive(message));
