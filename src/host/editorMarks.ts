import * as vscode from 'vscode';
import { CoroutineLens } from './coroutineLens';
import { GutterMarkers } from './gutter';
import { SourceMarks } from './sourceMarks';
import { YieldPointHover } from './yieldPointHover';

const PYTHON: vscode.DocumentSelector = { language: 'python' };

/** All that editors show beside Python sources: marks in the gutter, what they say, and a line above each coroutine function. */
export function showMarks(context: vscode.ExtensionContext): SourceMarks {
  const marks = new SourceMarks();
  const lens = new CoroutineLens(marks);
  context.subscriptions.push(
    marks,
    new GutterMarkers(context.extensionUri, marks),
    lens,
    vscode.languages.registerHoverProvider(PYTHON, new YieldPointHover(marks)),
    vscode.languages.registerCodeLensProvider(PYTHON, lens),
  );
  return marks;
}
