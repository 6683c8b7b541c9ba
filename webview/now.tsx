/** The loop at this moment, as a picture: what runs ← what is ready ← what may become ready. */
import type { VNode } from 'preact';
import type { Serial, Snapshot } from '../src/core/snapshot/protocol';
import { Futures } from './futures';
import { Icon } from './icon';
import { IoWatches } from './ioWatches';
import { ReadyQueue } from './readyQueue';
import { LoopBar } from './loopBar';
import { type Moment, momentOf } from './moment';
import { Moving } from './moving';
import { nothingLeft, Running } from './running';
import { Timers } from './timers';

const HEADINGS: Readonly<Record<Moment, string>> = { present: 'The loop now', past: 'The loop at the moment that is shown', end: 'The loop at the end' };

export function Now({ snapshot, loop }: { readonly snapshot: Snapshot; readonly loop: Serial | null }): VNode {
  const moment = momentOf(snapshot);
  const ended = moment === 'end';
  return (
    <section class="now" aria-labelledby="now-heading">
      <h2 id="now-heading" class="for-screen-readers">
        {HEADINGS[moment]}
      </h2>
      <LoopBar snapshot={snapshot} loop={loop} />
      {ended && nothingLeft(snapshot) ? <Running snapshot={snapshot} loop={loop} /> : <Flow snapshot={snapshot} loop={loop} ended={ended} />}
    </section>
  );
}

const Flow = ({ snapshot, loop, ended }: { readonly snapshot: Snapshot; readonly loop: Serial | null; readonly ended: boolean }): VNode => (
  <>
    <Moving class="flow" handles={[snapshot.running?.handle, ...snapshot.ready.items.map(({ id }) => id)]}>
      <Running snapshot={snapshot} loop={loop} />
      <Icon name="arrow-left" class="flow-arrow" />
      <ReadyQueue ready={snapshot.ready} hiddenBy={snapshot.hiddenBy} ended={ended} />
    </Moving>
    <div class="sources">
      <Timers timers={snapshot.timers} hiddenBy={snapshot.hiddenBy} ended={ended} />
      <Futures futures={snapshot.futures} ended={ended} />
      {snapshot.io.total > 0 && <IoWatches io={snapshot.io} />}
    </div>
  </>
);
