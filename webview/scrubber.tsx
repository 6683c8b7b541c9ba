/** The way through a run's history: a track over its time, steps by handle and by iteration, and back to the present. */
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Millis } from '../src/base/brand';
import type { HistoryView } from '../src/core/snapshot/historyView';
import { useActions } from './actions';
import { formatCount, formatDuration } from './format';
import { Icon } from './icon';

/** Page keys move by this share of the track. */
const PAGE = 1 / 20;
const MEGABYTE = 1024 * 1024;
/** Snapshots that may come before the one that answers. */
const UNDER_WAY = 2;

interface Props {
  readonly history: HistoryView;
  /** Of the snapshot that is drawn. */
  readonly sequence: number;
  /** The program has come to its end. */
  readonly ended: boolean;
  /** Somebody has paused it. */
  readonly paused: boolean;
}

export function Scrubber({ history, sequence, ended, paused }: Props): VNode | null {
  if (history.limit === 0) return null;
  const { live, shown } = history;
  return (
    <div class={`scrubber${live ? '' : ' scrubber-past'}`} role="region" aria-label="History">
      <div class="scrubber-line">
        <Steps history={history} />
        <Track history={history} sequence={sequence} />
        <Present live={live} ended={ended} />
        <Memory history={history} />
      </div>
      {!live && (
        <p class="past-banner">
          <Icon name="history" />
          <strong>You are looking at the past:</strong>
          <span>
            {formatDuration(shown.time)} after the start, event {formatCount(shown.position)} of {formatCount(history.end.position)}.
          </span>
          {!ended && <span class="dim">{paused ? 'The program is paused.' : 'The program goes on meanwhile.'}</span>}
        </p>
      )}
    </div>
  );
}

const STEPS = [
  { unit: 'iteration', direction: -1, icon: 'chevron-left', title: 'One iteration of the loop back (Shift+←)' },
  { unit: 'handle', direction: -1, icon: 'chevron-left', title: 'One handle back (←)' },
  { unit: 'handle', direction: 1, icon: 'chevron-right', title: 'One handle forth (→)' },
  { unit: 'iteration', direction: 1, icon: 'chevron-right', title: 'One iteration of the loop forth (Shift+→)' },
] as const;

function Steps({ history: { live } }: { readonly history: HistoryView }): VNode {
  const { travel } = useActions();
  return (
    <div class="scrubber-steps" role="group" aria-label="Step through the history">
      {STEPS.map(({ unit, direction, icon, title }) => (
        <button
          key={title}
          type="button"
          class={`scrubber-step by-${unit}`}
          title={title}
          aria-label={title}
          disabled={live && direction > 0}
          onClick={() => travel({ to: 'step', unit, direction })}
        >
          <Icon name={icon} />
          {unit === 'iteration' && <Icon name={icon} />}
        </button>
      ))}
    </div>
  );
}

function Present({ live, ended }: { readonly live: boolean; readonly ended: boolean }): VNode {
  const { travel } = useActions();
  const word = ended ? 'End' : 'Live';
  const title = live ? (ended ? 'The end of the run is shown' : 'The present is shown') : ended ? 'Show the end of the run' : 'Show the present';
  return (
    <button type="button" class={`scrubber-live${live ? ' is-live' : ''}`} aria-pressed={live} title={title} onClick={() => travel({ to: 'live' })}>
      <Icon name={live ? 'circle-filled' : 'debug-continue'} />
      {word}
    </button>
  );
}

function Memory({ history: { memory, limit, begin } }: { readonly history: HistoryView }): VNode {
  const dropped = begin.position > 0;
  const title = dropped
    ? `The first ${formatCount(begin.position)} events were let go: a run's history may take ${formatMegabytes(limit)} (setting loopInspector.history.memoryMb)`
    : 'Memory that the history of this run takes, and may take (setting loopInspector.history.memoryMb)';
  return (
    <span class="scrubber-memory dim" title={title}>
      {dropped && `from ${formatDuration(begin.time)} on, `}
      {formatMegabytes(memory)} of {formatMegabytes(limit)}
    </span>
  );
}

/** "0.4 MB", "12 MB". */
function formatMegabytes(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  return `${megabytes < 9.95 && megabytes % 1 !== 0 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

function Track({ history, sequence }: Pick<Props, 'history' | 'sequence'>): VNode {
  const { begin, end, shown, live, marks } = history;
  const { travel } = useActions();
  const track = useRef<HTMLDivElement>(null);
  /** Where the pointer wants it; until the answer is there, it stays there. */
  const [sought, setSought] = useState<{ readonly time: Millis; readonly held: boolean; readonly sequence: number } | null>(null);
  const length = Math.max(end.time - begin.time, 1e-6);
  const shareOf = (time: Millis): number => Math.min(1, Math.max(0, (time - begin.time) / length));
  const waits = sought !== null && (sought.held || sequence - sought.sequence < UNDER_WAY);
  const thumb = shareOf(waits ? sought.time : shown.time);

  const goTo = (share: number): void => travel(share >= 1 ? { to: 'live' } : { to: 'time', time: begin.time + Math.max(0, share) * length });
  const pull = (event: PointerEvent, held: boolean): void => {
    const { left, width } = track.current!.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    setSought({ time: begin.time + share * length, held, sequence });
    goTo(share);
  };
  const press = (event: KeyboardEvent): void => {
    const forth = event.key === 'ArrowRight' || event.key === 'ArrowUp' || event.key === 'PageUp';
    switch (event.key) {
      case 'ArrowRight':
      case 'ArrowUp':
      case 'ArrowLeft':
      case 'ArrowDown':
        travel({ to: 'step', unit: event.shiftKey ? 'iteration' : 'handle', direction: forth ? 1 : -1 });
        break;
      case 'PageUp':
      case 'PageDown':
        goTo(shareOf(shown.time) + (forth ? PAGE : -PAGE));
        break;
      case 'Home':
        travel({ to: 'position', position: begin.position });
        break;
      case 'End':
        travel({ to: 'live' });
        break;
      default:
        return;
    }
    event.preventDefault();
    setSought(null);
  };

  return (
    <div
      ref={track}
      class="scrubber-track"
      role="slider"
      tabIndex={0}
      aria-label="Moment that is shown"
      aria-valuemin={Math.round(begin.time)}
      aria-valuemax={Math.round(end.time)}
      aria-valuenow={Math.round(Math.min(end.time, Math.max(begin.time, shown.time)))}
      aria-valuetext={`${live ? 'the present, ' : ''}${formatDuration(shown.time)} after the start, event ${formatCount(shown.position)}`}
      title="Drag to see the run as it was"
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pull(event, true);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) pull(event, true);
      }}
      onPointerUp={(event) => pull(event, false)}
      onPointerCancel={() => setSought(null)}
    >
      <div class="scrubber-rail">
        <div class="scrubber-fill" style={{ inlineSize: `${100 * thumb}%` }} />
      </div>
      {marks.map(({ id, time, severity }) => (
        <div key={id} class={`scrubber-mark mark-${severity}`} style={{ insetInlineStart: `${100 * shareOf(time)}%` }} />
      ))}
      <div class="scrubber-thumb" style={{ insetInlineStart: `${100 * thumb}%` }} />
    </div>
  );
}
