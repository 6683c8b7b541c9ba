/** Whether some data is all that is known of a task. */
import { type Check, isBoolean, isNumber, isPlace, isTaskState, isText, listOf, nullable, oneOf, record } from './checks';
import type { TaskRow } from './protocol';
import type { Creation, DetailFrame, DetailTask, DetailView, DetailWaiter, GoneTask, SourceLine, TaskDetail } from './taskDetailProtocol';

const isSourceLine = record<SourceLine>({ path: isText, line: isNumber, column: isNumber, text: nullable(isText) });
const other = { task: isNumber, name: isText, state: isTaskState, at: isPlace };

/** @param isTask the check of a task's row */
export function taskDetailCheck(isTask: Check<TaskRow>): Check<DetailView<TaskRow>> {
  const isDetail = record<TaskDetail<TaskRow>>({
    kind: oneOf({ task: true }),
    task: isTask,
    loopName: isText,
    frames: listOf(record<DetailFrame>({ path: isText, line: isNumber, column: isNumber, qualname: isText, user: isBoolean, text: nullable(isText) })),
    framesLeftOut: isNumber,
    wokenAt: nullable(isSourceLine),
    needs: record({ total: isNumber, items: listOf(record<DetailTask>(other)) }),
    cycle: nullable(isText),
    waiters: record({ total: isNumber, items: listOf(record<DetailWaiter>({ ...other, how: oneOf({ awaits: true, several: true, lock: true }) })) }),
    created: listOf(record<Creation>({ by: nullable(record({ task: isNumber, name: isText })), known: isBoolean, at: nullable(isSourceLine) })),
  });
  const isGone = record<GoneTask>({ kind: oneOf({ gone: true }), task: isNumber, letGo: isBoolean });
  return (value): value is DetailView<TaskRow> => isDetail(value) || isGone(value);
}
