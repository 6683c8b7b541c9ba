/** Where a held program stands, in the words of the Debug Adapter Protocol. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Event, Source } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';
import type { Standing } from '../../core/snapshot/standing';
import type { Launched } from '../program';

/** All loops stand. */
export class StandingEvent extends Event implements DebugProtocol.StoppedEvent {
  readonly body: DebugProtocol.StoppedEvent['body'];

  /** @param asked by the debugger; null: in the panel, which then keeps the focus */
  constructor(asked: 'pause' | 'step' | null, threadId: number) {
    super('stopped');
    this.body = { reason: asked ?? 'pause', threadId, allThreadsStopped: true, preserveFocusHint: asked === null };
  }
}

/** Innermost first; at least one, so that VS Code says what it stands before. */
export function stackFrames({ before, frames }: Standing, run: Pick<Launched, 'addressOf'>): DebugProtocol.StackFrame[] {
  if (frames.length === 0) {
    const label = before === null ? vscode.l10n.t('nothing is ready to run') : vscode.l10n.t('before {0}', before);
    return [{ id: 1, name: label, line: 0, column: 0, presentationHint: 'label' }];
  }
  return frames.map(({ qualname: name, path: file, line, column, user }, index) => {
    const frame = { id: index + 1, name, line, column };
    const source: DebugProtocol.Source = new Source(path.basename(file), run.addressOf(file));
    if (user) return { ...frame, source };
    // Without a source VS Code opens nothing; the embedded interpreter's library is no file of this machine.
    return existsSync(file) ? { ...frame, source: { ...source, presentationHint: 'deemphasize' } } : { ...frame, presentationHint: 'subtle' };
  });
}
