/** Remembers when each warning was found, which the warnings themselves do not tell. */
import type { HistoryMark } from '../snapshot/historyView';
import type { InspectorState } from '../state/state';

/** More cannot be told apart on a track; the latest are shown. */
const MARKS_SHOWN = 200;

export class WarningMarks {
  /** `time`: ns of the stream's clock. */
  readonly #found: { readonly id: number; readonly time: number; readonly severity: HistoryMark['severity'] }[] = [];
  #version = -1;

  /** Looks whether there is a new one in `state`. */
  note(state: InspectorState): void {
    if (state.warningsVersion === this.#version) return;
    this.#version = state.warningsVersion;
    const known = this.#found.at(-1)?.id ?? 0;
    for (const { serial, severity } of state.warnings) if (serial > known) this.#found.push({ id: serial, time: state.time, severity });
  }

  /** Those that are still warned of, since `begin`. @param toMillis turns a time of the stream's clock into one since the program's first line */
  since(begin: number, state: InspectorState, toMillis: (time: number) => number): HistoryMark[] {
    const present = new Set(state.warnings.map(({ serial }) => serial));
    const shown = this.#found.filter(({ id, time }) => time >= begin && present.has(id)).slice(-MARKS_SHOWN);
    return shown.map(({ id, time, severity }) => ({ id, time: toMillis(time), severity }));
  }
}
