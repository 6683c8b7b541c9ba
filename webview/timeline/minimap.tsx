/** The whole run, how busy its loop was, and a frame around what the lanes show, which can be dragged. */
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { TimelineRange, TimelineView } from '../../src/core/snapshot/timelineProtocol';
import { lengthText } from './axis';
import type { Colors } from './colors';
import { followPointer } from './gestures';
import { keyAction } from './keys';
import { paintMinimap } from './paint';
import { panned, type Span } from './state';

interface MinimapProps {
  readonly view: TimelineView | null;
  readonly shown: Span | null;
  /** Of the history, if it is not the present. */
  readonly moment: number | null;
  readonly colors: Colors | null;
  readonly onChange: (range: TimelineRange) => void;
}

export function Minimap({ view, shown, moment, colors, onChange }: MinimapProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = useRef({ view, shown, onChange });
  now.current = { view, shown, onChange };

  useEffect(() => {
    const move = (by: number): void => {
      const { view: answered, shown: span } = now.current;
      if (answered !== null && span !== null) now.current.onChange(panned({ kind: 'fixed', ...span }, answered, by));
    };
    return followPointer(box.current!, {
      drag: (dx) => move((dx * (now.current.view?.end ?? 0)) / box.current!.clientWidth),
      hover: () => undefined,
      // the frame's middle comes to where the press was
      click: ({ x }) => {
        const { view: answered, shown: span } = now.current;
        if (answered !== null && span !== null) move((x / box.current!.clientWidth) * answered.end - (span.from + span.to) / 2);
      },
    });
  }, []);

  useLayoutEffect(() => {
    if (view !== null && colors !== null) paintMinimap(canvas.current!, view, colors);
  });

  const press = (event: KeyboardEvent): void => {
    const action = view === null || shown === null ? null : keyAction(event, { kind: 'fixed', ...shown }, view);
    if (action?.kind !== 'range') return;
    event.preventDefault();
    onChange(action.range);
  };
  const end = Math.max(1, view?.end ?? 1);
  const share = (at: number): number => Math.min(1, Math.max(0, at / end));
  const left = shown === null ? 0 : share(shown.from);
  const right = shown === null ? 1 : share(shown.to);
  return (
    <div
      ref={box}
      class="timeline-minimap"
      role="slider"
      tabIndex={0}
      aria-label="Part of the run that is shown"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(50 * (left + right))}
      aria-valuetext={shown === null ? '' : `${lengthText(Math.max(0, shown.from))} to ${lengthText(shown.to)} of ${lengthText(end)}`}
      title="How busy the loop was over the whole run. Drag the frame to move through time."
      onKeyDown={press}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <div class="timeline-frame" style={{ left: `${100 * left}%`, width: `${100 * (right - left)}%` }} />
      {moment !== null && <div class="timeline-moment" style={{ left: `${100 * share(moment)}%` }} />}
    </div>
  );
}
