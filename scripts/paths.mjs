/** Places in the checkout that several scripts need. Node built-ins only: this runs before `npm ci`. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export const dist = path.join(root, 'dist');

/** Downloaded programs that tests need; ignored by git, safe to delete. */
export const testCache = path.join(root, '.vscode-test');

/** @param {readonly string[]} parts */
export const inRoot = (...parts) => path.join(root, ...parts);
