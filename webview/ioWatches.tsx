import type { VNode } from 'preact';
import type { IoWatchView, Snapshot } from '../src/core/snapshot/protocol';
import { formatCount } from './format';
import { Section } from './section';

/** File descriptors and signals that the loop watches. */
export function IoWatches({ io: { total, items } }: { readonly io: Snapshot['io'] }): VNode {
  const more = total - items.length;
  return (
    <Section id="io" title="I/O watches" level={3} count={total} hint="Queue their callback when something arrives">
      <ul class="list" tabIndex={0} aria-label="I/O watches">
        {items.map((watch) => (
          <Watch key={`${watch.kind} ${watch.descriptor}`} watch={watch} />
        ))}
        {more > 0 && <li class="list-more">{`and ${formatCount(more)} more`}</li>}
      </ul>
    </Section>
  );
}

function Watch({ watch: { descriptor, kind, label } }: { readonly watch: IoWatchView }): VNode {
  return (
    <li class="list-row io-watch">
      <span class="io-what">{kind === 'signal' ? 'signal' : `fd ${descriptor} ${kind}`}</span>
      <span class="io-label" title={label}>
        {label}
      </span>
    </li>
  );
}
