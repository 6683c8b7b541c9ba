import type { VNode } from 'preact';
import type { Severity, StackFrame, WarningView } from '../src/core/snapshot/protocol';
import { formatCount, formatDuration, plural } from './format';
import { Icon } from './icon';
import { LocationLink } from './location';

const ICONS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'info' };
const WORDS: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', information: 'Information' };
/** The innermost lines say what blocked; those far out are the loop's own. */
const FRAMES_SHOWN = 12;

/** One finding: what, where, how often, who suffered, and the stack to unfold. */
export function Warning({ warning }: { readonly warning: WarningView }): VNode {
  const { severity, code, message, location, count, duration, victims, stack } = warning;
  return (
    <li class={`warning warning-${severity}`}>
      <Icon name={ICONS[severity]} class="warning-icon" />
      <div class="warning-body">
        <p class="warning-message">
          <span class="for-screen-readers">{WORDS[severity]}: </span>
          {message}
        </p>
        <p class="warning-facts">
          {location !== null && <LocationLink to={location} />}
          <span class="warning-code">{code}</span>
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
