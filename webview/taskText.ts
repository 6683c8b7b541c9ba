/** A row of the task table as text, to be pasted into a sheet or a message. */
import type { TaskRow } from '../src/core/snapshot/protocol';
import { locationTitle } from './format';

/** Times are in milliseconds, to a microsecond, so that a sheet can reckon with them. */
const FIELDS: readonly (readonly [title: string, text: (row: TaskRow) => string])[] = [
  ['State', ({ state }) => state],
  ['Name', ({ name }) => name],
  ['Coroutine', ({ coroutine }) => coroutine],
  ['Parked at', ({ parkedAt }) => (parkedAt === null ? '' : locationTitle(parkedAt))],
  ['Waits for', ({ waitsFor }) => waitsFor],
  ['Woken by', ({ wokenBy, wokenAt }) => [wokenBy ?? '', wokenAt === null ? '' : locationTitle(wokenAt)].filter(Boolean).join(' at ')],
  ['Outcome', ({ outcome }) => outcome ?? ''],
  ['Busy (ms)', ({ busy }) => milliseconds(busy)],
  ['Queued (ms)', ({ queued }) => milliseconds(queued)],
  ['Parked (ms)', ({ parked }) => milliseconds(parked)],
  ['Steps', ({ steps }) => String(steps)],
  ['Longest step (ms)', ({ longestStep }) => milliseconds(longestStep)],
  ['Age (ms)', ({ age }) => milliseconds(age)],
  ['Created at', ({ createdAt }) => (createdAt === null ? '' : locationTitle(createdAt))],
];

/** The headings and a line for each row; fields are separated by tabs. */
export const rowsAsText = (rows: readonly TaskRow[]): string =>
  [FIELDS.map(([title]) => title), ...rows.map((row) => FIELDS.map(([, text]) => oneField(text(row))))].map((fields) => `${fields.join('\t')}\n`).join('');

const milliseconds = (value: number): string => String(Math.round(value * 1000) / 1000);

/** A name may have anything in it. */
const oneField = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
