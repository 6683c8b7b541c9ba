import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Severity, WarningView } from '../src/core/snapshot/protocol';
import { Button } from './controls';
import { plural } from './format';
import { Icon } from './icon';
import { Nothing, Section } from './section';
import { Warning } from './warning';

const SHOWN_AT_FIRST = 20;
const RANKS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2 };

interface WarningsProps {
  readonly warnings: readonly WarningView[];
  readonly ended: boolean;
}

/** What the rules found: errors first, each group in the order in which it was found. */
export function Warnings({ warnings, ended }: WarningsProps): VNode {
  const [all, setAll] = useState(false);
  const sorted = warnings.toSorted((a, b) => RANKS[a.severity] - RANKS[b.severity]);
  const shown = all ? sorted : sorted.slice(0, SHOWN_AT_FIRST);
  return (
    <Section id="warnings" title="Warnings" count={warnings.length} hint="What holds the loop up, or was forgotten">
      {shown.length === 0 ? (
        <Nothing>
          <Icon name="check" /> {ended ? 'No warnings: nothing blocked the loop, nothing was forgotten.' : 'No warnings so far.'}
        </Nothing>
      ) : (
        <div class="warning-scroll">
          <ul class="warning-list">
            {shown.map((warning) => (
              <Warning key={warning.id} warning={warning} />
            ))}
          </ul>
          {sorted.length > shown.length && (
            <Button icon="unfold" title="Show every warning of this run" onPress={() => setAll(true)}>
              {`Show ${plural(sorted.length - shown.length, 'more warning')}`}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
