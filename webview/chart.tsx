/** A small line over the last minute. The figures are said in words too: the line only shows how they went. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import type { Millis } from '../src/base/brand';

const HEIGHT = 34;
/** Seconds shown. */
const SPAN = 60;

interface ChartProps {
  readonly name: string;
  readonly hint: string;
  /** A `.chart-NAME` class sets its colours. */
  readonly color: 'blue' | 'purple' | 'green';
  /** The oldest first. */
  readonly values: readonly number[];
  /** Number of the last of them. */
  readonly last: number;
  /** Time between two of them. */
  readonly step: Millis;
  readonly format: (value: number) => string;
  /** The highest value there can be; else the scale follows the values. */
  readonly top?: number;
  /** What to call the moment of the last value: "now". */
  readonly when: string;
  /** Beside the last value. */
  readonly aside?: string;
}

export function Chart({ name, hint, color, values, last, step, format, top, when, aside }: ChartProps): VNode {
  const area = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const latest = useRef(values);
  latest.current = values;
  const highest = values.reduce((most, value) => Math.max(most, value), 0);
  const now = format(values.at(-1) ?? 0);

  useLayoutEffect(() => {
    const element = area.current!;
    // A canvas knows no variables: it takes what the stylesheet makes of them, the colour of the line and of what is under it.
    const view = element.ownerDocument.defaultView!;
    const scale = (max: number): [number, number] => [0, top ?? Math.max(1, max * 1.05)];
    const chart = new UPlot(
      {
        width: Math.max(1, element.clientWidth),
        height: HEIGHT,
        padding: [2, 0, 1, 0],
        legend: { show: false },
        cursor: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: { x: { time: false, range: [-SPAN, 0] }, y: { range: (_, __, max) => scale(max) } },
        series: [{}, { stroke: () => view.getComputedStyle(element).color, fill: () => view.getComputedStyle(element).outlineColor, width: 1.5, points: { show: false } }],
      },
      points(latest.current, step),
      element,
    );
    plot.current = chart;
    const sized = new ResizeObserver(() => chart.setSize({ width: Math.max(1, element.clientWidth), height: HEIGHT }));
    sized.observe(element);
    // VS Code changes the theme by the page's classes and styles.
    const themed = new MutationObserver(() => chart.redraw());
    for (const one of [element.ownerDocument.documentElement, element.ownerDocument.body]) themed.observe(one, { attributes: true, attributeFilter: ['class', 'style'] });
    return () => {
      sized.disconnect();
      themed.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [step, top]);

  // Only when there is another value: twice a second, whatever the frame rate is.
  useLayoutEffect(() => plot.current?.setData(points(latest.current, step)), [last, values.length, step]);

  return (
    <figure class="chart" title={hint}>
      <figcaption>
        <span class="chart-name">{name}</span> <span class="chart-value">{now}</span>
        {aside !== undefined && <span class="chart-aside">{aside}</span>}
      </figcaption>
      <div ref={area} class={`chart-area chart-${color}`} role="img" aria-label={`${name} in the last minute: ${now} ${when}, ${format(highest)} at most`} />
      <span class="chart-top" aria-hidden="true">
        {format(top ?? highest)}
      </span>
    </figure>
  );
}

/** Seconds before now, and values. */
const points = (values: readonly number[], step: Millis): UPlot.AlignedData => [values.map((_, i) => (-(values.length - 1 - i) * step) / 1000), [...values]];
