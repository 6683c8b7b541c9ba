import { existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { RuleCode } from '../core/snapshot/protocol';
import type { FindingCode } from '../core/source/findings/finding';
import { headingLine } from './headingLine';

/** The README's sections about warnings: one per rule, headed by its code. */
export class RuleDocumentation {
  readonly #readme: vscode.Uri;
  /** The README's text, read when the first warning comes. */
  #text: string | null = null;

  constructor(extensionUri: vscode.Uri) {
    // The packager writes the README's name in lower case.
    const packaged = vscode.Uri.joinPath(extensionUri, 'readme.md');
    this.#readme = existsSync(packaged.fsPath) ? packaged : vscode.Uri.joinPath(extensionUri, 'README.md');
  }

  /**
   * What a click on a rule's code opens. VS Code opens a link to a file as text and goes to a line,
   * not to a heading; and a command, which could show the section rendered, it does not run from a hover.
   */
  link(code: RuleCode | FindingCode): vscode.Uri {
    this.#text ??= existsSync(this.#readme.fsPath) ? readFileSync(this.#readme.fsPath, 'utf8') : '';
    const line = headingLine(this.#text, code);
    return this.#readme.with({ fragment: line === null ? code : `L${line}` });
  }
}
