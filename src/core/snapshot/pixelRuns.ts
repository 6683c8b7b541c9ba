import type { LaneColumns } from '../timeline/laneColumns';
import { PixelBits } from './timelineProtocol';

/** The pixels of a lane as `TimelineLane.runs`. `lived`: from when to when its task did, ns of the stream's clock; null: it is no task's. */
export function pixelRuns({ busy, queued, longest, from, pixels, pixelWidth }: LaneColumns, lived: { readonly begin: number; readonly end: number } | null, slowNs: number): number[] {
  const runs: number[] = [];
  const alive = lived === null ? 0 : PixelBits.alive;
  const firstAlive = ((lived?.begin ?? Infinity) - from) / pixelWidth - 1;
  const lastAlive = ((lived?.end ?? 0) - from) / pixelWidth;
  let run = 0;
  let before = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    let bits = pixel > firstAlive && pixel < lastAlive ? PixelBits.alive : 0;
    const ran = busy[pixel]!;
    if (ran > 0) {
      bits |= fifteenths(ran / pixelWidth) | alive;
      if (longest[pixel]! >= slowNs) bits |= PixelBits.blocking;
    }
    if (queued[pixel]! > 0) bits |= (fifteenths(queued[pixel]! / pixelWidth) << PixelBits.queuedShift) | alive;
    if (bits === before) run += 1;
    else {
      if (run > 0) runs.push(run, before);
      run = 1;
      before = bits;
    }
  }
  if (run > 0) runs.push(run, before);
  return runs;
}

/** Rounded up, so that nothing that happened is invisible; what fills the pixel but for rounding of times is full. */
const fifteenths = (share: number): number => Math.min(PixelBits.share, Math.max(1, Math.ceil(share * PixelBits.share - 1e-6)));
