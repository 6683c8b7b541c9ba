import type { VNode } from 'preact';
import type { RuleChoices } from '../src/core/rules/ruleTable';
import type { WarningView } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { Button } from './controls';
import { plural } from './format';
import { Icon } from './icon';
import { Nothing, Section } from './section';
import { Warning } from './warning';
import { mutedRules, warningGroups } from './warningGroups';

/** The tab has them all. */
const SHOWN = 20;

interface WarningsProps {
  readonly warnings: readonly WarningView[];
  readonly rules: RuleChoices;
  readonly ended: boolean;
}

/** What the rules found, beside the picture of the loop: the worst first. */
export function Warnings({ warnings, rules, ended }: WarningsProps): VNode {
  const { dispatch } = useActions();
  const groups = warningGroups(warnings, rules);
  const all = groups.flatMap(({ severity, warnings: of }) => of.map((warning) => ({ warning, severity })));
  const shown = all.slice(0, SHOWN);
  return (
    <Section id="warnings" title="Warnings" count={all.length} hint="What holds the loop up, or was forgotten">
      {shown.length === 0 ? (
        <NoWarnings ended={ended} muted={mutedRules(warnings, rules).reduce((sum, { hidden }) => sum + hidden, 0)} />
      ) : (
        <div class="warning-scroll">
          <ul class="warning-list">
            {shown.map(({ warning, severity }) => (
              <Warning key={warning.id} warning={warning} severity={severity} />
            ))}
          </ul>
          {all.length > shown.length && (
            <Button icon="warning" title="Show every warning of this run, by rule" onPress={() => dispatch({ type: 'tab', tab: 'warnings' })}>
              {`${plural(all.length - shown.length, 'more warning')}: open the tab`}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}

/** @param muted warnings that are not shown */
export function NoWarnings({ ended, muted }: { readonly ended: boolean; readonly muted: number }): VNode {
  const text = muted > 0 ? `No warnings besides ${plural(muted, 'muted one')}.` : ended ? 'No warnings: nothing blocked the loop, nothing was forgotten.' : 'No warnings so far.';
  return (
    <Nothing>
      <Icon name="check" /> {text}
    </Nothing>
  );
}
