/** What can be done with the program while it runs: pause, step, slow down, end, run again. */
import type { VNode } from 'preact';
import { formatSpeed, SPEEDS } from './speed';
import type { Snapshot } from '../src/core/snapshot/protocol';
import { useActions } from './actions';
import { Icon } from './icon';

export function ControlBar({ snapshot: { run, control } }: { readonly snapshot: Snapshot }): VNode {
  const actions = useActions();
  const ended = run.phase === 'ended';
  const held = control !== undefined && control.mode !== 'running';
  const speed = control?.speed ?? null;
  const chooseSpeed = (text: string): void => actions.control({ kind: 'speed', handlesPerSecond: text === '' ? null : Number(text) });
  return (
    <div class="control-bar" role="toolbar" aria-label="Controls">
      {held && !ended ? (
        <Control name="Continue" icon="debug-continue" keys="F5" what="Let the loop run on" disabled={false} strong onPress={() => actions.control({ kind: 'resume' })} />
      ) : (
        <Control name="Pause" icon="debug-pause" keys="F6" what="Hold the loop before its next handle; its clock stands still" disabled={ended} onPress={() => actions.control({ kind: 'pause' })} />
      )}
      <Control
        name="Step handle"
        icon="debug-step-over"
        keys="F10"
        what="Run one handle, then hold the loop again"
        disabled={ended || !held}
        onPress={() => actions.control({ kind: 'step', unit: 'handle' })}
      />
      <Control
        name="Step iteration"
        icon="debug-step-out"
        keys="F11"
        what="Run all that is left of this turn of the loop, then hold it again"
        disabled={ended || !held}
        onPress={() => actions.control({ kind: 'step', unit: 'iteration' })}
      />
      <Control name="Stop" icon="debug-stop" keys="Shift+F5" what="End the program now" wellKnown disabled={ended} onPress={actions.stop} />
      <Control name="Run again" icon="debug-restart" keys="Ctrl+Shift+F5" what="Run the program again, from the start" wellKnown disabled={false} strong={ended} onPress={actions.restart} />
      <label class="speed" title="Slow motion: at most so many handles a second. The loop's clock stands still in between, so timers keep their order.">
        <span class="speed-label">Speed</span>
        <select aria-label="Speed" disabled={ended} value={speed === null ? '' : String(speed)} onChange={(event) => chooseSpeed(event.currentTarget.value)}>
          {SPEEDS.map((each) => (
            <option key={String(each)} value={each === null ? '' : String(each)}>
              {formatSpeed(each)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface ControlProps {
  readonly name: string;
  readonly icon: string;
  /** With VS Code around the page. */
  readonly keys: string;
  readonly what: string;
  readonly disabled: boolean;
  /** What one most likely wants to do now. */
  readonly strong?: boolean;
  /** Where room is short the icon alone tells it. */
  readonly wellKnown?: boolean;
  readonly onPress: () => void;
}

/** Stays in the order of the Tab key while it is disabled: a step disables and enables it, which must not take the focus away. */
const Control = ({ name, icon, keys, what, disabled, strong = false, wellKnown = false, onPress }: ControlProps): VNode => (
  <button type="button" class={`control${strong ? ' strong' : ''}${wellKnown ? ' well-known' : ''}`} aria-label={name} aria-disabled={disabled} title={`${name} (${keys}): ${what}`} onClick={() => !disabled && onPress()}>
    <Icon name={icon} />
    <span class="control-name" aria-hidden="true">
      {name}
    </span>
  </button>
);
