import { configDefaults, defineConfig } from 'vitest/config';

/** One project for each kind of test that `npm test` runs as a stage of its own; what is left are the unit tests. */
const kinds = {
  python: ['test/python/**/*.test.ts'],
  programs: ['test/programs/**/*.test.ts'],
  examples: ['test/examples/**/*.test.ts', 'test/cli/**/*.test.ts'],
  webview: ['test/webview/page/**/*.test.ts'],
  workbench: ['test/workbench/**/*.test.ts'],
  package: ['test/package/**/*.test.ts'],
  nightly: ['test/nightly/**/*.test.ts'],
};
/** Run inside VS Code by mocha. */
const inHost = 'test/integration/**';

export default defineConfig({
  test: {
    // Vitest's default leaves one processor free, which on a machine with two is half of them.
    maxWorkers: '100%',
    projects: [
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...Object.values(kinds).flat(), inHost],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'python', include: kinds.python, testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'programs', include: kinds.programs, testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'examples', include: kinds.examples, testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'webview', include: kinds.webview, testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'workbench',
          include: kinds.workbench,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each opens a VS Code and a browser: more than one at a time would wait for each other.
          fileParallelism: false,
        },
      },
      { test: { name: 'package', include: kinds.package } },
      // One file at a time: CPython's tests have times of their own, and each file uses every processor.
      { test: { name: 'nightly', include: kinds.nightly, testTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
