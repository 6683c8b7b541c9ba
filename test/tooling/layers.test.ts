import { expect, test } from 'vitest';
import { checks } from '../../scripts/checks.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { pinnedNode } from '../../scripts/pinnedNode.mjs';
import { run } from '../../scripts/process.mjs';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

test('every forbidden import makes the layer check fail', async () => {
  const [[program] = []] = checks.layers.programs;
  const args = [program ?? '', '--config', inRoot('.dependency-cruiser.cjs'), 'src', 'webview'];
  const folder = { cwd: inRoot('test', 'fixtures', 'layers') };

  expect((await run(pinnedNode(), args, folder)).code).not.toBe(0);

  const { output } = await run(pinnedNode(), [...args, '--output-type', 'json'], folder);
  const { violations } = (JSON.parse(output) as { summary: { violations: readonly Violation[] } }).summary;
  expect([...new Set(violations.map(({ from, rule }) => `${from}: ${rule.name}`))].sort()).toEqual([
    'src/base/usesCore.ts: base-may-import',
    'src/cli/usesHost.ts: cli-may-import',
    'src/core/circleOne.ts: no-cycles',
    'src/core/usesHost.ts: core-may-import',
    'src/core/usesNode.ts: core-no-node',
    'src/core/usesVscode.ts: core-packages',
    'src/host/panel.ts: host-may-import',
    'src/loose.ts: belongs-to-a-layer',
    'src/runtimes/usesInspector.ts: runtimes-may-import',
    'webview/usesHost.ts: webview-may-import',
    'webview/usesNode.ts: webview-no-node',
  ]);
});
