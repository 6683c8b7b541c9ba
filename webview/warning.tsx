import type { VNode } from 'preact';
import type { ShownSeverity } from '../src/core/rules/ruleTable';
import type { StackFrame, WarningView } from '../src/core/snapshot/protocol';
import { formatCount, formatDuration, plural } from './format';
import { Icon } from './icon';
import { LocationLink } from './location';

export const SEVERITY_ICONS: Readonly<Record<ShownSeverity, string>> = { error: 'error', warning: 'warning', information: 'info', hint: 'lightbulb' };
export const SEVERITY_WORDS: Readonly<Record<ShownSeverity, string>> = { error: 'Error', warning: 'Warning', information: 'Information', hint: 'Hint' };
/** The innermost lines say what blocked; those far out are the loop's own. */
const FRAMES_SHOWN = 12;

interface WarningProps {
  readonly warning: WarningView;
  readonly severity: ShownSeverity;
  /** In a list of one rule its name stands above. */
  readonly inGroup?: boolean;
}

/** One finding: what, where, how often, who suffered, and the stack to unfold. */
export function Warning({ warning, severity, inGroup = false }: WarningProps): VNode {
  const { code, message, location, count, duration, victims, stack } = warning;
  return (
    <li class={`warning warning-${severity}`}>
      <Icon name={SEVERITY_ICONS[severity]} class="warning-icon" />
      <div class="warning-body">
        <p class="warning-message">
          <span class="for-screen-readers">{SEVERITY_WORDS[severity]}: </span>
          {message}
        </p>
        <p class="warning-facts">
          {location !== null && <LocationLink to={location} />}
          {!inGroup && <span class="warning-code">{code}</span>}
          {duration !== null && <span class="figure-text">{formatDuration(duration)}</span>}
          {count > 1 && (
            <span class="figure-text" title={`Found ${formatCount(count)} times`}>
              ×{formatCount(count)}
            </span>
          )}
        </p>
        {victims.length > 0 && <Victims victims={victims} />}
        {stack.length > 0 && <Stack stack={stack} />}
      </div>
    </li>
  );
}

const Victims = ({ victims }: Pick<WarningView, 'victims'>): VNode => (
  <p class="warning-victims">
    <span class="dim">Held up:</span>
    {victims.map(({ label, delay }, index) => (
      <span key={index} class="victim" title={label}>
        <span class="victim-label">{label}</span> <span class="figure-text">+{formatDuration(delay)}</span>
      </span>
    ))}
  </p>
);

function Stack({ stack }: Pick<WarningView, 'stack'>): VNode {
  const shown = stack.slice(0, FRAMES_SHOWN);
  const more = stack.length - shown.length;
  return (
    <details class="warning-stack">
      <summary>{`Stack while it blocked, ${plural(stack.length, 'line')}`}</summary>
      <ol>
        {shown.map((frame, index) => (
          <Frame key={index} frame={frame} />
        ))}
        {more > 0 && <li class="dim">{`and ${plural(more, 'line')} further out`}</li>}
      </ol>
    </details>
  );
}

const Frame = ({ frame }: { readonly frame: StackFrame }): VNode => (
  <li class={frame.user ? 'frame' : 'frame library'}>
    <LocationLink to={{ path: frame.path, line: frame.line, column: frame.column }} />
    <span class="frame-function">{frame.qualname}</span>
  </li>
);
