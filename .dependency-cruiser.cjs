/**
 * The layers and what each may import. Everything else fails the layer check. A test gives it a tree of
 * forbidden imports to see that it does (`test/layers.test.ts`).
 */

/** @typedef {{ layer: string, path: string, may: readonly string[], node: boolean, packages: readonly string[] }} Layer */

/** @type {readonly Layer[]} `may`: paths of other layers; `packages`: npm packages, and `vscode` */
const layers = [
  { layer: 'base', path: '^src/base/', may: [], node: false, packages: [] },
  { layer: 'core', path: '^src/core/', may: ['^src/base/'], node: false, packages: ['valibot', '@lezer/common', '@lezer/python'] },
  { layer: 'runtimes', path: '^src/runtimes/', may: ['^src/core/events/', '^src/base/'], node: true, packages: ['pyodide'] },
  { layer: 'inspector', path: '^src/inspector/', may: ['^src/runtimes/', '^src/core/', '^src/base/'], node: true, packages: ['valibot'] },
  { layer: 'panel', path: '^src/panel/', may: ['^src/inspector/(client|protocol)\\.ts$', '^src/core/', '^src/base/'], node: true, packages: ['valibot'] },
  { layer: 'host', path: '^src/(host/|extension\\.ts$)', may: ['^src/panel/', '^src/inspector/(client|protocol)\\.ts$', '^src/core/', '^src/base/'], node: true, packages: ['vscode', 'valibot', '@vscode/debugadapter', '@vscode/debugprotocol'] },
  { layer: 'cli', path: '^src/cli/', may: ['^src/panel/', '^src/inspector/(client|protocol)\\.ts$', '^src/core/', '^src/base/'], node: true, packages: ['valibot', 'ws'] },
  { layer: 'webview', path: '^webview/', may: ['^src/core/', '^src/base/'], node: false, packages: ['preact', 'uplot', '@preact/signals', '@vscode/webview-ui-toolkit', '@vscode/codicons'] },
];

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A test beside its source may use the test runner and Node whatever its layer. */
const test = '\\.test\\.tsx?$';

/** @param {Layer} layer */
const rulesOf = ({ layer, path, may, node, packages }) => [
  {
    name: `${layer}-may-import`,
    comment: `${layer} may import ${may.length === 0 ? 'no other layer' : `only ${may.join(', ')}`} of this project`,
    severity: 'error',
    from: { path },
    to: { path: '^(src|webview|test|scripts)/', pathNot: [path, ...may] },
  },
  {
    name: `${layer}-packages`,
    comment: `${layer} may use ${packages.length === 0 ? 'no packages' : `only the packages ${packages.join(', ')}`}`,
    severity: 'error',
    from: { path, pathNot: test },
    to: { dependencyTypesNot: ['core', 'local'], path: '.', pathNot: ['^(src|webview|test|scripts)/', ...packages.map((name) => `^(node_modules/)?(@types/)?${escaped(name)}(/|$)`)] },
  },
  ...(node
    ? []
    : [
        {
          name: `${layer}-no-node`,
          comment: `${layer} runs outside Node too, so it may not use Node's modules`,
          severity: 'error',
          from: { path, pathNot: test },
          to: { dependencyTypes: ['core'] },
        },
      ]),
];

module.exports = {
  forbidden: [
    ...layers.flatMap(rulesOf),
    {
      name: 'no-cycles',
      comment: 'Modules that import each other in a circle cannot be understood, tested or loaded one by one',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'belongs-to-a-layer',
      comment: 'A module outside of every layer has no rules',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: layers.map(({ path }) => path) },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere cannot be checked',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|d\\.ts)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    builtInModules: { override: require('node:module').builtinModules },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json'] },
  },
};
