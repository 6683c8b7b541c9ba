/** How often something took how long, on a logarithmic scale, with its percentiles. */
import type { VNode } from 'preact';
import type { Histogram as Times } from '../src/core/snapshot/timelineProtocol';
import { formatCount, formatDuration } from './format';

interface HistogramProps {
  readonly title: string;
  readonly times: Times;
}

const WIDTH = 240;
const HEIGHT = 56;

const text = (ns: number): string => formatDuration(ns / 1e6);

export function Histogram({ title, times }: HistogramProps): VNode {
  const { count, p50, p90, p99, max, least, factor, bars } = times;
  const tallest = Math.max(1, ...bars);
  const step = WIDTH / Math.max(1, bars.length);
  const place = (ns: number): number => Math.min(WIDTH, Math.max(0, (Math.log(ns / least) / Math.log(factor)) * step));
  const figures = [['median', p50], ['p90', p90], ['p99', p99], ['max', max]] as const;
  return (
    <figure class="histogram">
      <figcaption>
        {title} <span class="dim">{formatCount(count)}</span>
      </figcaption>
      {count > 0 && (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${title}: ${count} times, ${figures.map(([name, ns]) => `${name} ${text(ns)}`).join(', ')}`}>
          {bars.map((bar, index) =>
            bar > 0 ? (
              <rect key={index} class="histogram-bar" x={index * step} width={Math.max(1, step - 1)} y={HEIGHT - barHeight(bar, tallest)} height={barHeight(bar, tallest)}>
                <title>{`${formatCount(bar)} from ${text(least * factor ** index)} to ${text(least * factor ** (index + 1))}`}</title>
              </rect>
            ) : null,
          )}
          {[p50, p90, p99].map((ns, index) => (
            <line key={`p${index}`} class="histogram-mark" x1={place(ns)} x2={place(ns)} y1={0} y2={HEIGHT} />
          ))}
        </svg>
      )}
      <dl>
        {figures.map(([name, ns]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count === 0 ? '–' : text(ns)}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}

/** The least bar can be seen beside one that is a million times as tall. */
const barHeight = (bar: number, tallest: number): number => 2 + ((HEIGHT - 4) * bar) / tallest;
