/** The sentences about a step that blocked: how long, in which line, called from where, and why it could not be told better. */
import type { BlockedLine, SlowCallbackEvidence } from './evidence';
import { duration, fileName, taskLabel } from './words';

/** From this share of a step on it is said that garbage was collected. */
const COLLECTED_SHARE = 0.2;
/** So much at a step's end is told that nobody could look at. */
const WORTH_SAYING = 0.1;
/** From this share on it was what took the time, or kept others from looking. */
const MOSTLY = 0.5;

export function slowCallback(evidence: SlowCallbackEvidence, count: number): string {
  const who = evidence.isTask ? taskLabel(evidence.label) : `Callback ${evidence.label}`;
  const long = duration(evidence.duration);
  const first = evidence.ongoing
    ? `${who} blocks the event loop, for ${long} so far`
    : count === 1
      ? `${who} blocked the event loop for ${long}`
      : `The event loop was blocked ${count} times, longest for ${long} by ${who}`;
  const place = where(evidence);
  const comma = place.startsWith(' ') && (evidence.ongoing || count > 1) ? ',' : '';
  const sentences = [`${first}${comma}${place}.`, collected(evidence), howItWasSeen(evidence), heldUp(evidence)];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** " in time.sleep, worker.py:41; called from handle, worker.py:58", or with shares ": 92 % in …". */
function where({ lines, spread, functionShare, caller }: SlowCallbackEvidence): string {
  const [worst] = lines;
  if (worst === undefined) return '';
  const calledFrom = caller === null ? '' : `; called from ${caller.qualname}, ${fileName(caller.path)}:${caller.line}`;
  switch (spread) {
    case 'line':
      return `${percentOf(worst.share) === 100 ? '' : `: ${percentOf(worst.share)} %`} in ${placeOf(worst)}${calledFrom}`;
    case 'function': {
      const all = percentOf(functionShare);
      const each = lines.map(({ site, share }) => `line ${site.line}: ${percentOf(share)} %`);
      return `${all === 100 ? '' : `: ${all} %`} in ${worst.functionName}, ${fileName(worst.site.path)} (${each.join(', ')})${calledFrom}`;
    }
    case 'lines':
      return `: ${lines.map((line) => `${percentOf(line.share)} % in ${placeOf(line)}`).join('; ')}`;
  }
}

function placeOf({ site, functionName, calling, otherLine }: BlockedLine): string {
  return `${calling === '' ? functionName : calling}, ${fileName(site.path)}:${site.line}${otherLine === null ? '' : ` or ${otherLine}`}`;
}

const percentOf = (share: number): number => Math.round(share * 100);

function collected(evidence: SlowCallbackEvidence): string {
  return evidence.collected < evidence.duration * COLLECTED_SHARE ? '' : `Garbage collection took ${duration(evidence.collected)} of it.`;
}

function howItWasSeen(evidence: SlowCallbackEvidence): string {
  switch (evidence.locatedBy) {
    case 'stack':
      return whyNobodyLooked(evidence);
    case 'parked':
      return `No stack was taken meanwhile${reason(evidence)}; the line is where the task went on from.`;
    case 'defined':
      return `No stack was taken meanwhile${reason(evidence)}; the line is where its coroutine is defined.`;
    case 'noFrame':
      return 'It is written in C: no line of the program ran in it.';
    case 'nothing':
      return `No stack was taken meanwhile${reason(evidence)}, so the line is not known.`;
  }
}

function whyNobodyLooked({ held, unseen, unseenAfter, collected: garbage, duration: long, embedded }: SlowCallbackEvidence): string {
  if (garbage >= long * MOSTLY) return '';
  if (unseenAfter >= long * WORTH_SAYING) return `Nobody could look during the last ${duration(unseenAfter)} of it, ${asWhile(embedded)}: which line took these is not known.`;
  if (held >= long * MOSTLY) return 'It was C code that holds the interpreter’s lock: no other thread could run either.';
  if (unseen < long * MOSTLY) return '';
  return `Nobody could look for ${duration(unseen)} of it, ${asWhile(embedded)}: the line is the first one seen then.`;
}

const reason = ({ embedded, collected: garbage, duration: long }: SlowCallbackEvidence): string => (garbage >= long * MOSTLY ? '' : `, ${asWhile(embedded)}`);

const asWhile = (embedded: boolean): string => (embedded ? 'as while C code runs on the embedded interpreter' : 'as while C code holds the interpreter’s lock or the machine is busy');

function heldUp({ victims }: SlowCallbackEvidence): string {
  return victims.length === 0 ? '' : `Held up meanwhile: ${[...new Set(victims.map(({ label }) => label))].join(', ')}.`;
}
