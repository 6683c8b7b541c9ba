/** The loop at this moment, as a picture: what runs ← what is ready ← what may become ready. */
import type { VNode } from 'preact';
import type { Snapshot } from '../src/core/snapshot/protocol';
import { Futures } from './futures';
import { Icon } from './icon';
import { ReadyQueue } from './readyQueue';
import { Running } from './running';
import { Timers } from './timers';

export function Now({ snapshot }: { readonly snapshot: Snapshot }): VNode {
  const ended = snapshot.run.phase === 'ended';
  if (ended && snapshot.totals.loops === 0) {
    return (
      <section class="now" aria-label="At the end">
        <Running snapshot={snapshot} />
      </section>
    );
  }
  return (
    <section class="now" aria-labelledby="now-heading">
      <h2 id="now-heading" class="for-screen-readers">
        {ended ? 'At the end' : 'Now'}
      </h2>
      <div class="flow">
        <Running snapshot={snapshot} />
        <Icon name="arrow-left" class="flow-arrow" />
        <ReadyQueue ready={snapshot.ready} ended={ended} />
      </div>
      <div class="sources">
        <Timers timers={snapshot.timers} ended={ended} />
        <Futures futures={snapshot.futures} ended={ended} />
      </div>
    </section>
  );
}
