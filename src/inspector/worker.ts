/** The inspector's thread. Starts the program's runtime; everything else is in `session.ts`. */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../base/assert';
import { EmbeddedRuntime } from '../runtimes/python/embedded/embeddedRuntime';
import type { FromInspector, InspectorStart, ToInspector } from './protocol';
import { Session } from './session';

const { request, distDir } = workerData as InspectorStart;
const port = parentPort;
assert(port !== null, 'the inspector runs in a worker thread');

const folders = [...request.folders, request.cwd, ...(request.source === null ? [path.dirname(request.path)] : [])];
const runtime = new EmbeddedRuntime({ ...request, folders, distDir });
const session = new Session(request, runtime, (message: FromInspector) => port.postMessage(message));
port.on('message', (message: ToInspector) => session.receive(message));
