/** `npm run package [-- FILE]`: checks the sources and makes the extension's `.vsix`, which runs offline. */
import path from 'node:path';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot, root } from './paths.mjs';
import { pinnedNode, pinnedNodeEnv } from './pinnedNode.mjs';
import { announce, runOrFail } from './process.mjs';
import { runUnderPinnedNode } from './runUnderPinnedNode.mjs';

/**
 * Builds for shipping, and packages. `vsce` runs the `vscode:prepublish` script, which is that build.
 * @param {string} file the package to write
 */
export async function packageExtension(file) {
  announce('Packaging …');
  // Everything is in the bundles, so there are no dependencies to ship. The project has no public repository that links could lead to.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file];
  await runOrFail('Packaging', pinnedNode(), [inRoot('node_modules', '@vscode', 'vsce', 'vsce'), 'package', ...options], { env: pinnedNodeEnv() });
}

if (process.argv[1] === import.meta.filename) {
  await ensureInstalled();
  await runUnderPinnedNode(import.meta.url, async ([file = path.join(root, 'loop-inspector.vsix')]) => {
    // Only now: the checks need the installed packages.
    const { buildChecks, runCheck } = await import('./checks.mjs');
    for (const one of buildChecks) {
      const { code, output } = await runCheck(one);
      if (code !== 0) throw new Error(`${one.name} failed:\n${output.trimEnd()}`);
    }
    await packageExtension(path.resolve(process.env['INIT_CWD'] ?? '', file));
    console.log(file);
  });
}
