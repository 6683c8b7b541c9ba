/** The tab with all warnings, by rule: what was found, where, who suffered, and what to do. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { RULES, type RuleChoices } from '../src/core/rules/ruleTable';
import type { WarningView } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { Badge, Button } from './controls';
import { formatCount, plural } from './format';
import { Icon } from './icon';
import { Section } from './section';
import { SEVERITY_ICONS, SEVERITY_WORDS, Warning } from './warning';
import { mutedRules, warningGroups, type MutedRule, type WarningGroup } from './warningGroups';
import { NoWarnings } from './warnings';

/** Of one rule; more on demand. */
const SHOWN_AT_FIRST = 20;

interface WarningsViewProps {
  readonly warnings: readonly WarningView[];
  readonly rules: RuleChoices;
  readonly ended: boolean;
}

export function WarningsView({ warnings, rules, ended }: WarningsViewProps): VNode {
  const groups = warningGroups(warnings, rules);
  const muted = mutedRules(warnings, rules);
  const count = groups.reduce((sum, group) => sum + group.warnings.length, 0);
  return (
    <Section id="all-warnings" title="Warnings" count={count} hint="By rule, of each the newest first.">
      {groups.length === 0 && <NoWarnings ended={ended} muted={muted.reduce((sum, { hidden }) => sum + hidden, 0)} />}
      {groups.map((group) => (
        <Group key={group.code} group={group} />
      ))}
      {muted.length > 0 && <Muted muted={muted} />}
    </Section>
  );
}

function Group({ group: { code, severity, warnings, found } }: { readonly group: WarningGroup }): VNode {
  const { explainRule, muteRule } = useActions();
  const [all, setAll] = useState(false);
  const shown = all ? warnings : warnings.slice(0, SHOWN_AT_FIRST);
  const { title, advice } = RULES[code];
  const heading = `rule-${code}`;
  return (
    <section class={`rule warning-${severity}`} aria-labelledby={heading}>
      <div class="rule-head">
        <Icon name={SEVERITY_ICONS[severity]} class="warning-icon" />
        <h3 id={heading}>
          <span class="for-screen-readers">{SEVERITY_WORDS[severity]}: </span>
          {title}
        </h3>
        <Badge>{formatCount(warnings.length)}</Badge>
        <button type="button" class="link warning-code" title={`Read about ${code}: when it warns, when not, and why`} onClick={() => explainRule(code)}>
          {code}
        </button>
        {found > warnings.length && <span class="dim">{`found ${formatCount(found)} times`}</span>}
        <button type="button" class="quiet-button rule-mute" title={`Show no more warnings of ${code}; writes the setting loopInspector.rules.${code}`} onClick={() => muteRule(code, true)}>
          <Icon name="bell-slash" />
          Mute<span class="for-screen-readers"> {code}</span>
        </button>
      </div>
      <p class="rule-advice">
        <Icon name="lightbulb" />
        <span>
          <strong>What to do:</strong> {advice}
        </span>
      </p>
      <ul class="warning-list">
        {shown.map((warning) => (
          <Warning key={warning.id} warning={warning} severity={severity} inGroup />
        ))}
      </ul>
      {warnings.length > shown.length && (
        <Button icon="unfold" title={`Show every warning of ${code}`} onPress={() => setAll(true)}>
          {`Show ${plural(warnings.length - shown.length, 'more warning')}`}
        </Button>
      )}
    </section>
  );
}

function Muted({ muted }: { readonly muted: readonly MutedRule[] }): VNode {
  const { muteRule } = useActions();
  return (
    <section class="muted-rules" aria-labelledby="muted-heading">
      <h3 id="muted-heading">Muted rules</h3>
      <ul>
        {muted.map(({ code, hidden }) => (
          <li key={code} class="muted-rule">
            <Icon name="bell-slash" />
            <span class="warning-code">{code}</span>
            <span>{RULES[code].title}</span>
            <span class="dim">{hidden === 0 ? 'nothing found' : `${plural(hidden, 'warning')} hidden`}</span>
            <button type="button" class="quiet-button" title={`Show warnings of ${code} again`} onClick={() => muteRule(code, false)}>
              <Icon name="bell" />
              Unmute<span class="for-screen-readers"> {code}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
