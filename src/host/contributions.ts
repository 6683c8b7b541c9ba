/** Every id that package.json and the code share. `test/host/contributions.test.ts` holds them together. */
import type manifest from '../../package.json';
import type { RuleChoice } from '../core/rules/ruleTable';
import type { RuleCode } from '../core/snapshot/protocol';

export const COMMANDS = {
  run: 'loopInspector.run',
  openExample: 'loopInspector.openExample',
  clearProblems: 'loopInspector.clearProblems',
  pause: 'loopInspector.pause',
  resume: 'loopInspector.resume',
  stepHandle: 'loopInspector.stepHandle',
  stepIteration: 'loopInspector.stepIteration',
  stop: 'loopInspector.stop',
  restart: 'loopInspector.restart',
} as const;

/** Of launch configurations. */
export const DEBUG_TYPE = 'loopInspector';

/** Of our own links and lenses; nobody else is offered them. */
export const INTERNAL_COMMANDS = { showTasks: 'loopInspector.showTasks' } as const;

export const PANEL_VIEW_TYPE = 'loopInspector.panel';

/** True once a program ran; says nothing, see `#settled` in terminal.ts. */
export const CONTEXT_TERMINAL = 'loopInspector.terminal';

/** True while any program runs; for `when` clauses and keyboard shortcuts. */
export const CONTEXT_RUNNING = 'loopInspector.running';

/** True while any program is held, or is about to be. */
export const CONTEXT_PAUSED = 'loopInspector.paused';

type Contributed = keyof (typeof manifest)['contributes']['configuration']['properties'];

/** A setting's name without the prefix; one that package.json lacks does not compile. */
export type SettingName = Contributed extends `loopInspector.${infer Name}` ? Name : never;

type StaticLevel = 'off' | 'hint' | 'information' | 'warning' | 'error';

type RuleSettings = { readonly [Code in RuleCode as `rules.${Code}`]: RuleChoice };

interface SettingTypes extends RuleSettings {
  readonly slowCallbackMs: number;
  readonly finishedTasksKept: number;
  readonly gutter: boolean;
  readonly 'static.enabled': boolean;
  readonly 'static.unreferencedTask': StaticLevel;
  readonly 'static.neverAwaited': StaticLevel;
  readonly 'static.blockingCall': StaticLevel;
  readonly codeLens: boolean;
  readonly justMyCode: boolean;
  readonly 'history.memoryMb': number;
  readonly reprLength: number;
  /** A path, a command, or "embedded"; empty: whichever is found. */
  readonly 'python.interpreter': string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | null>>;
  /** Empty: the workspace folder. */
  readonly cwd: string;
}

/** The settings' types; a setting of package.json without a type above does not compile. */
export type Settings = { readonly [Name in SettingName]: SettingTypes[Name] };
