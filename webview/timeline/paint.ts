/** Draws the lanes, the axis and the minimap on canvases. Where things are comes from `layout.ts`. */
import type { Serial } from '../../src/core/snapshot/protocol';
import type { TimelineView } from '../../src/core/snapshot/timelineProtocol';
import { TASK_COLORS } from '../taskColor';
import { marks } from './axis';
import type { Colors } from './colors';
import { type BoxKind, LANE_HEIGHT, laneBoxes } from './layout';
import type { Span } from './state';

export const AXIS_HEIGHT = 34;
/** Part of the axis, under its text: what was written, and what was found. */
const MARKERS_TOP = 20;
const MARK_ROOM = 90;

export interface Picture {
  readonly view: TimelineView;
  readonly shown: Span;
  readonly selected: Serial | null;
  /** The lane that the keyboard is on. */
  readonly active: number | null;
  readonly colors: Colors;
}

/** The canvas's context in pixels of the page, empty; null if the canvas has no size. */
function clear(canvas: HTMLCanvasElement): { readonly context: CanvasRenderingContext2D; readonly width: number; readonly height: number } | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio;
  const context = canvas.getContext('2d');
  if (context === null || width === 0 || height === 0) return null;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** @param scrolled pixels of the first lane of the answer that are above the canvas; negative: it begins below its top */
export function paintLanes(canvas: HTMLCanvasElement, { view, shown, selected, active, colors }: Picture, scrolled: number): void {
  const drawing = clear(canvas);
  if (drawing === null) return;
  const { context, width, height } = drawing;
  const queued = hatch(context, colors);
  const answered = { from: view.from, to: view.to, pixels: view.pixels };
  context.globalAlpha = 0.5;
  for (const mark of marks(shown, width, MARK_ROOM)) {
    context.fillStyle = colors.line;
    context.fillRect(Math.round(place(mark.at, shown, width)), 0, 1, height);
  }
  context.globalAlpha = 1;
  view.lanes.items.forEach((lane, index) => {
    const top = index * LANE_HEIGHT - scrolled;
    if (top + LANE_HEIGHT < 0 || top > height) return;
    if (lane.task !== null && lane.task === selected) {
      context.globalAlpha = 0.25;
      context.fillStyle = colors.selected;
      context.fillRect(0, top, width, LANE_HEIGHT);
      context.globalAlpha = 1;
    }
    const color = lane.task === null ? colors.callbacks : colors.tasks[lane.task % TASK_COLORS]!;
    let before: BoxKind | null = null;
    for (const { kind, x, y, width: boxWidth, height: boxHeight } of laneBoxes(lane, answered, shown, width, top)) {
      if (kind !== before) context.fillStyle = kind === 'blocking' ? colors.bad : kind === 'queued' ? queued : kind === 'parked' ? colors.dim : color;
      before = kind;
      context.fillRect(x, y, boxWidth, boxHeight);
      if (kind === 'blocking' && boxWidth > 4) {
        context.strokeStyle = colors.foreground;
        context.strokeRect(x + 0.5, y + 0.5, boxWidth - 1, boxHeight - 1);
      }
    }
    if (view.lanes.first + index === active) {
      context.strokeStyle = colors.foreground;
      context.setLineDash([2, 2]);
      context.strokeRect(0.5, top + 0.5, width - 1, LANE_HEIGHT - 1);
      context.setLineDash([]);
    }
  });
  paintMissing(context, view, shown, width, height, colors);
}

/** What is not kept any more, and what is still to come. */
function paintMissing(context: CanvasRenderingContext2D, view: TimelineView, shown: Span, width: number, height: number, colors: Colors): void {
  context.globalAlpha = 0.12;
  context.fillStyle = colors.foreground;
  const begin = place(view.begin, shown, width);
  if (begin > 0) context.fillRect(0, 0, Math.min(width, begin), height);
  const end = place(view.end, shown, width);
  if (end < width) context.fillRect(Math.max(0, end), 0, width, height);
  context.globalAlpha = 1;
}

export function paintAxis(canvas: HTMLCanvasElement, { view, shown, colors }: Picture): void {
  const drawing = clear(canvas);
  if (drawing === null) return;
  const { context, width } = drawing;
  context.font = getComputedStyle(canvas).font;
  context.textBaseline = 'middle';
  for (const { at, text } of marks(shown, width, MARK_ROOM)) {
    const x = Math.round(place(at, shown, width));
    context.fillStyle = colors.line;
    context.fillRect(x, 0, 1, MARKERS_TOP);
    context.fillStyle = colors.dim;
    context.fillText(text, x + 4, MARKERS_TOP / 2);
  }
  const pixel = (view.to - view.from) / view.pixels;
  const center = (index: number): number => place(view.from + (index + 0.5) * pixel, shown, width);
  // Output: ticks, of stderr longer ones. Warnings: triangles.
  context.fillStyle = colors.dim;
  for (let i = 0; i < view.stdout.length; i += 2) context.fillRect(center(view.stdout[i]!) - 0.5, AXIS_HEIGHT - 6, 1, 6);
  context.fillStyle = colors.foreground;
  for (let i = 0; i < view.stderr.length; i += 2) context.fillRect(center(view.stderr[i]!) - 0.5, AXIS_HEIGHT - 11, 1.5, 11);
  for (const { pixel: index } of view.warnings) {
    const x = center(index);
    context.fillStyle = colors.warning;
    context.beginPath();
    context.moveTo(x, MARKERS_TOP);
    context.lineTo(x + 5, MARKERS_TOP + 9);
    context.lineTo(x - 5, MARKERS_TOP + 9);
    context.fill();
  }
}

/** How busy the loop was over the whole run. What the lanes show is framed by an element above it. */
export function paintMinimap(canvas: HTMLCanvasElement, { utilisation, blocked }: TimelineView, colors: Colors): void {
  const drawing = clear(canvas);
  if (drawing === null) return;
  const { context, width, height } = drawing;
  const step = width / utilisation.length;
  utilisation.forEach((percent, index) => {
    const tall = (percent / 100) * (height - 2);
    context.fillStyle = blocked[index] === true ? colors.bad : colors.tasks[0]!;
    context.fillRect(index * step, height - tall, step + 0.25, tall);
    // Red alone is not enough for everybody.
    if (blocked[index] === true) context.fillRect(index * step, 0, step + 0.25, 3);
  });
}

export const place = (at: number, { from, to }: Span, width: number): number => ((at - from) / (to - from)) * width;

/** What is queued is hatched, so that no colour is needed to see it. */
function hatch(context: CanvasRenderingContext2D, colors: Colors): CanvasPattern | string {
  const size = 6;
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const pen = tile.getContext('2d');
  if (pen === null) return colors.dim;
  pen.strokeStyle = colors.foreground;
  pen.lineWidth = 1.5;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
    pen.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? colors.dim;
}
