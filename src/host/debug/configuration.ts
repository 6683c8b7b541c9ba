/** What a launch configuration of type `loopInspector` says. https://code.visualstudio.com/api/extension-guides/debugger-extension */
import * as vscode from 'vscode';
import * as v from 'valibot';
import { type CodedError, err, ok, type Result } from '../../base/result';
import { DEBUG_TYPE } from '../contributions';
import { MAX_SLOW_CALLBACK_MS } from '../settings';

const strings = v.array(v.string());

const configuration = v.object({
  program: v.optional(v.pipe(v.string(), v.minLength(1))),
  module: v.optional(v.pipe(v.string(), v.regex(/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u, 'is not the name of a module, such as package.module'))),
  args: v.optional(strings),
  env: v.optional(v.record(v.string(), v.nullable(v.string()))),
  cwd: v.optional(v.string()),
  python: v.optional(v.string()),
  console: v.optional(v.picklist(['integratedTerminal', 'internalConsole'])),
  slowCallbackMs: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(MAX_SLOW_CALLBACK_MS))),
});

/** As `launch.json` has it, with its variables replaced. */
export type LaunchConfiguration = v.InferOutput<typeof configuration>;

export function parseConfiguration(data: unknown): Result<LaunchConfiguration, CodedError> {
  const parsed = v.safeParse(configuration, data);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return fail(vscode.l10n.t('The launch configuration cannot be used: {0}: {1}. Correct it in launch.json.', v.getDotPath(issue) ?? '', issue.message));
  }
  const { program, module } = parsed.output;
  if ((program === undefined) === (module === undefined)) {
    return fail(vscode.l10n.t('The launch configuration needs either "program", the path of a Python file, or "module", a module’s name. Correct it in launch.json.'));
  }
  return ok(parsed.output);
}

const fail = (message: string): Result<never, CodedError> => err({ code: 'configuration', message });

/** The configuration that somebody gets who has none: the file in the editor. */
const CURRENT_FILE: vscode.DebugConfiguration = { type: DEBUG_TYPE, request: 'launch', name: 'Loop Inspector: current file', program: '${file}' };

export class LaunchConfigurations implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [CURRENT_FILE];
  }

  resolveDebugConfiguration(_folder: vscode.WorkspaceFolder | undefined, given: vscode.DebugConfiguration): vscode.DebugConfiguration {
    // F5 without a launch.json
    const { type, request, name } = given as Partial<vscode.DebugConfiguration>;
    const asked = type === undefined && request === undefined && name === undefined ? CURRENT_FILE : given;
    // A program that runs is ended by its next run, and the panel tells all that the console would.
    return { internalConsoleOptions: asked['console'] === 'internalConsole' ? 'openOnSessionStart' : 'neverOpen', ...asked, suppressMultipleSessionWarning: true };
  }
}
