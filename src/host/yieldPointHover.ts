import * as vscode from 'vscode';
import type { YieldPointMark } from '../core/snapshot/sourceMarks';
import type { MarkedText } from '../core/source/markedText';
import type { YieldPoint } from '../core/source/yieldPoints';
import { INTERNAL_COMMANDS } from './contributions';
import type { RunFile } from './fileMarks';
import { gutterLines, type PointMarks } from './gutterLines';
import { blockedText, merged, type Told, yieldPointTexts } from './markTexts';
import { setting } from './settings';
import type { MarkedRun, SourceMarks } from './sourceMarks';

interface RunHere {
  readonly run: MarkedRun;
  readonly file: RunFile;
}

/** What is known of a yield point, with the pointer or the cursor on its keyword; left of the code, of all in the line. */
export class YieldPointHover implements vscode.HoverProvider {
  constructor(private readonly marks: SourceMarks) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    if (setting('gutter', document.uri) === false) return undefined;
    const text = this.marks.textOf(document);
    const runs = this.marks.runsOf(document);
    const files = runs.map(({ file }) => file);
    const line = gutterLines(text, files).get(position.line);
    if (line === undefined) return undefined;
    const indent = document.lineAt(position.line).firstNonWhitespaceCharacterIndex;
    const inMargin = position.character < indent;
    const points = inMargin ? line.points : line.points.filter(({ point }) => keywordRange(text, point).contains(position));
    const paragraphs = points.flatMap((point) => yieldPointTexts(point.point.kind, told(point, runs), vscode.l10n.t));
    // on the code itself there is the hover of the Problem, which says more
    if (inMargin) paragraphs.push(...line.blocked.map((blocked) => blockedText(blocked, vscode.l10n.t)));
    if (paragraphs.length === 0) return undefined;
    if (line.stale) paragraphs.push(vscode.l10n.t('*The line has changed since: this is of the text that the program runs.*'));
    const hover = new vscode.MarkdownString(paragraphs.join('\n\n'));
    hover.isTrusted = { enabledCommands: [INTERNAL_COMMANDS.showTasks] };
    return new vscode.Hover(hover, inMargin ? new vscode.Range(position.line, 0, position.line, indent) : keywordRange(text, points[0]!.point));
  }
}

function keywordRange(text: MarkedText, { kind, from }: YieldPoint): vscode.Range {
  const { line, character } = text.placeOf(from);
  return new vscode.Range(line, character, line, character + (kind === 'async for' || kind === 'async with' ? kind.length : 'await'.length));
}

/** What each run tells of a yield point. One that tells nothing of the file has not come there. */
function told({ marks }: PointMarks, runs: readonly RunHere[]): Told[] {
  return runs.flatMap(({ run, file }): Told[] => {
    const known = file.points.map(({ mark }) => mark);
    if (known.length === 0) return [];
    const nothing: YieldPointMark = { ...UNTOLD, reached: known.some(({ reached }) => reached !== null) ? 0 : null };
    const mark = known.filter((one) => marks.includes(one)).reduce(merged, nothing);
    return [{ mark, now: run.standsAt ?? Date.now(), link: ({ id, name }) => linkTo(run, name, id) }];
  });
}

const UNTOLD: Omit<YieldPointMark, 'reached'> = { line: 0, column: 0, ceded: 0, waits: 0, total: 0, longest: 0, parked: 0, tasks: [] };

/** Address of a command that shows those tasks in the program's panel. */
const linkTo = (run: MarkedRun, filter: string, task: number | null): string =>
  `command:${INTERNAL_COMMANDS.showTasks}?${encodeURIComponent(JSON.stringify([run.program, filter, task]))}`;
