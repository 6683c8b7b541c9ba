/** The lanes as a picture: names at the left, drawn time at the right, the whole run as a minimap above. */
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { HistoryView } from '../../src/core/snapshot/historyView';
import type { Serial } from '../../src/core/snapshot/protocol';
import type { TimelineView } from '../../src/core/snapshot/timelineProtocol';
import { useActions } from '../actions';
import { type Colors, readColors, watchTheme } from './colors';
import { followPointer, onWheel } from './gestures';
import { keyAction } from './keys';
import { LaneNames } from './laneNames';
import { hit, LANE_HEIGHT } from './layout';
import { Minimap } from './minimap';
import { Moment } from './moment';
import { AXIS_HEIGHT, paintAxis, paintLanes } from './paint';
import { panned, shownSpan, type TimelineChoices, zoomed } from './state';
import { Tooltip } from './tooltip';
import { destinationOf, momentShown } from './travel';

interface PictureProps {
  /** null: not asked for yet, as its size is not known. */
  readonly view: TimelineView | null;
  readonly choices: TimelineChoices;
  readonly selected: Serial | null;
  readonly history: HistoryView;
  readonly change: (next: Partial<TimelineChoices>) => void;
}

/** One notch of a wheel, or one press of a key. */
const ZOOM = 1.25;

export function TimelinePicture({ view, choices, selected, history, change }: PictureProps): VNode {
  const { dispatch, travel } = useActions();
  const scroller = useRef<HTMLDivElement>(null);
  const lanes = useRef<HTMLCanvasElement>(null);
  const axis = useRef<HTMLCanvasElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const [colors, setColors] = useState<Colors | null>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(0);
  const [active, setActive] = useState<number | null>(null);
  const [mouse, setMouse] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const width = choices.pixels;
  const shown = view === null ? null : shownSpan(choices.range, view);

  useLayoutEffect(() => {
    const read = (): void => setColors(readColors(probe.current!));
    read();
    return watchTheme(read);
  }, []);

  /** Shows the page as it was then. */
  const travelTo = (at: number): void => {
    const destination = destinationOf(at, history);
    if (destination !== null) travel(destination);
  };
  /** @param x pixels from the lanes' left edge */
  const travelAt = (x: number): void => {
    if (shown !== null && width > 0) travelTo(shown.from + (Math.min(width, Math.max(0, x)) / width) * (shown.to - shown.from));
  };

  // What listeners that are added once look at.
  const now = useRef({ view, choices, scrollTop, change, travelAt });
  now.current = { view, choices, scrollTop, change, travelAt };

  useLayoutEffect(() => {
    const measure = (): void => {
      const pixels = lanes.current!.clientWidth;
      const { clientHeight } = scroller.current!;
      setHeight(clientHeight);
      const laneCount = Math.ceil(clientHeight / LANE_HEIGHT) + 1;
      const { choices: chosen } = now.current;
      if (pixels > 0 && (pixels !== chosen.pixels || laneCount !== chosen.laneCount)) now.current.change({ pixels, laneCount });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(scroller.current!);
    measure();
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const canvas = lanes.current!;
    return onWheel(canvas, ({ across, down, share, scrolls }) => {
      const { view: answered, choices: chosen } = now.current;
      if (answered === null) return;
      if (scrolls) scroller.current!.scrollTop += down;
      else if (Math.abs(across) > Math.abs(down)) {
        const { from, to } = shownSpan(chosen.range, answered);
        now.current.change({ range: panned(chosen.range, answered, (across * (to - from)) / canvas.clientWidth) });
      } else now.current.change({ range: zoomed(chosen.range, answered, ZOOM ** (down / 100), share) });
    });
  }, []);

  useEffect(() => {
    const canvas = lanes.current!;
    return followPointer(canvas, {
      drag: (dx, dy) => {
        const { view: answered, choices: chosen } = now.current;
        if (answered === null) return;
        scroller.current!.scrollTop -= dy;
        const { from, to } = shownSpan(chosen.range, answered);
        if (dx !== 0) now.current.change({ range: panned(chosen.range, answered, (-dx * (to - from)) / canvas.clientWidth) });
      },
      hover: (point) => {
        const { view: answered, choices: chosen, scrollTop: scrolled } = now.current;
        setMouse(point);
        const pointer = point === null || answered === null ? null : hit(answered, shownSpan(chosen.range, answered), canvas.clientWidth, point.x, point.y, answered.lanes.first * LANE_HEIGHT - scrolled);
        if (pointer !== null || chosen.pointer !== null) now.current.change({ pointer });
      },
      click: ({ x, y }, shift) => {
        if (shift) return now.current.travelAt(x);
        const lane = Math.floor((y + now.current.scrollTop) / LANE_HEIGHT);
        setActive(lane);
        select(lane);
      },
    });
  }, []);

  const taskOf = (lane: number): Serial | null => {
    const answered = now.current.view?.lanes;
    return answered?.items[lane - answered.first]?.task ?? null;
  };
  const select = (lane: number): void => {
    const task = taskOf(lane);
    if (task !== null) dispatch({ type: 'select', task });
  };

  useLayoutEffect(() => {
    if (view === null || shown === null || colors === null) return;
    const picture = { view, shown, selected, active, colors };
    paintLanes(lanes.current!, picture, scrollTop - view.lanes.first * LANE_HEIGHT);
    paintAxis(axis.current!, picture);
  });

  const scrolled = (): void => {
    const { scrollTop: top } = scroller.current!;
    setScrollTop(top);
    change({ firstLane: Math.floor(top / LANE_HEIGHT) });
  };

  // Where the table was, or this picture when it was last on show.
  const answered = view !== null;
  useLayoutEffect(() => {
    if (!answered) return;
    scroller.current!.scrollTop = choices.firstLane * LANE_HEIGHT;
    // there may be fewer lanes than that by now
    scrolled();
  }, [answered]);

  const press = (event: KeyboardEvent): void => {
    const action = view === null ? null : keyAction(event, choices.range, view);
    if (action === null || view === null) return;
    event.preventDefault();
    if (action.kind === 'range') change({ range: action.range });
    else if (action.kind === 'travel') travelTo(action.at);
    else if (action.kind === 'select') select(active ?? view.lanes.first);
    else {
      const lane = Math.min(view.lanes.total - 1, Math.max(0, (active ?? view.lanes.first - action.by) + action.by));
      setActive(lane);
      const box = scroller.current!;
      if (lane * LANE_HEIGHT < box.scrollTop) box.scrollTop = lane * LANE_HEIGHT;
      else if ((lane + 1) * LANE_HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = (lane + 1) * LANE_HEIGHT - box.clientHeight;
    }
  };

  const moment = momentShown(history);
  const total = view?.lanes.total ?? 0;
  const pointed = view?.pointed ?? null;
  return (
    <div class="timeline-picture">
      <span ref={probe} hidden class="color-probe" />
      <span class="timeline-corner dim">Loop busy</span>
      <Minimap view={view} shown={shown} moment={moment} colors={colors} onChange={(range) => change({ range })} />
      <span class="timeline-corner dim">Time since the start</span>
      <canvas
        ref={axis}
        class={history.limit === 0 ? 'timeline-axis' : 'timeline-axis timeline-ruler'}
        // as wide as the lanes, which a scroll bar makes narrower
        style={{ height: `${AXIS_HEIGHT}px`, width: width === 0 ? '100%' : `${width}px` }}
        aria-hidden="true"
        title={history.limit === 0 ? undefined : 'Click or drag to see the run as it was then'}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          travelAt(event.offsetX);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) travelAt(event.offsetX);
        }}
      />
      {moment !== null && shown !== null && <Moment at={moment} shown={shown} width={width} />}
      <div ref={scroller} class="timeline-scroll" onScroll={scrolled} tabIndex={-1}>
        <div class="timeline-all" style={{ height: `${Math.max(1, total) * LANE_HEIGHT}px` }}>
          <div class="timeline-view" style={{ height: `${height}px` }}>
            <div class="timeline-names">
              {view !== null && <LaneNames view={view} scrollTop={scrollTop} selected={selected} collapsed={choices.collapsed} change={change} />}
            </div>
            <canvas
              ref={lanes}
              class="timeline-lanes"
              tabIndex={0}
              role="img"
              aria-label={`Lanes of ${total} tasks over time. Arrow keys left and right move through time, plus and minus zoom, F shows the whole run, L follows live, up and down choose a lane, Enter selects its task, T shows the page as it was at the moment in the middle. The button As table shows the same as text.`}
              onKeyDown={press}
            />
            {pointed !== null && mouse !== null && choices.pointer !== null && shown !== null && <Tooltip pointed={pointed} span={shown} width={width} x={mouse.x} y={mouse.y} />}
          </div>
        </div>
      </div>
    </div>
  );
}
