/** Every id that package.json and the code share. `test/host/contributions.test.ts` holds them together. */
import type manifest from '../../package.json';

export const COMMANDS = { run: 'loopInspector.run' } as const;

export const PANEL_VIEW_TYPE = 'loopInspector.panel';

/** True once a program ran; says nothing, see `#settled` in terminal.ts. */
export const CONTEXT_TERMINAL = 'loopInspector.terminal';

/** True while any program runs; for `when` clauses and keyboard shortcuts. */
export const CONTEXT_RUNNING = 'loopInspector.running';

type Contributed = keyof (typeof manifest)['contributes']['configuration']['properties'];

/** A setting's name without the prefix; one that package.json lacks does not compile. */
export type SettingName = Contributed extends `loopInspector.${infer Name}` ? Name : never;

interface SettingTypes {
  readonly slowCallbackMs: number;
  readonly gutter: boolean;
  /** A path, a command, or "embedded"; empty: whichever is found. */
  readonly 'python.interpreter': string;
}

/** The settings' types; a setting of package.json without a type above does not compile. */
export type Settings = { readonly [Name in SettingName]: SettingTypes[Name] };
