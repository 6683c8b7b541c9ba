/** What a screen reader says when something important changes: how the run goes on, and new warnings. */
import type { RunView, Snapshot } from '../src/core/snapshot/protocol';
import { plural } from './format';

/** @returns a sentence, or '' when there is nothing to say */
export function announce(previous: Snapshot | null, next: Snapshot): string {
  const said: string[] = [];
  if (previous?.run.phase !== next.run.phase || previous.run.path !== next.run.path) said.push(phaseText(next.run));
  // those of another moment are no news
  const before = previous === null ? 0 : previous.history.live && next.history.live ? previous.warnings.length : next.warnings.length;
  const fresh = next.warnings.length - before;
  const latest = next.warnings.at(-1);
  if (fresh > 0 && latest !== undefined) said.push(fresh === 1 ? `New warning: ${latest.message}` : `${plural(fresh, 'new warning')}. The latest: ${latest.message}`);
  if (previous !== null && previous.history.live !== next.history.live) said.push(next.history.live ? 'The present is shown.' : 'The past is shown.');
  return said.join(' ');
}

function phaseText({ phase, program, exit }: RunView): string {
  switch (phase) {
    case 'starting':
      return `${program} is starting.`;
    case 'running':
      return `${program} is running.`;
    case 'ended':
      return `${program} has ended. ${exit?.message ?? ''}`.trimEnd();
  }
}
