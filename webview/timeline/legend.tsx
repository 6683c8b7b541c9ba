import type { VNode } from 'preact';

const ENTRIES = [
  ['running', 'running', 'A step of the task: high, in the colour of the task'],
  ['queued', 'in the ready queue', 'Ready to run and waiting for its turn: half as high, hatched'],
  ['parked', 'parked', 'Suspended at an await: a line'],
  ['blocking', 'blocking step', 'So long that it held up everybody else: red and framed'],
  ['stdout', 'output', 'The program wrote; longer marks are stderr'],
  ['warning', 'warning', 'Something was found then'],
] as const;

/** What the picture's shapes mean. */
export const Legend = (): VNode => (
  <ul class="timeline-legend" aria-label="Legend">
    {ENTRIES.map(([kind, text, hint]) => (
      <li key={kind} title={hint}>
        <span class={`legend-mark legend-${kind}`} aria-hidden="true" />
        {text}
      </li>
    ))}
  </ul>
);
