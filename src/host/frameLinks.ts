import * as vscode from 'vscode';

/** A line of a traceback that names a frame in the program's own text. */
class FrameLink extends vscode.TerminalLink {
  constructor(
    match: RegExpExecArray,
    readonly line: number,
  ) {
    super(match.index, match[0].length);
  }
}

/**
 * Makes `File "Untitled-1", line 3` in a terminal clickable. VS Code does that itself for files on disk
 * and cannot for a buffer that has none.
 * @param open is told the 1-based line
 */
export function frameLinks(terminal: vscode.Terminal, name: string, open: (line: number) => void): vscode.Disposable {
  const provider: vscode.TerminalLinkProvider<FrameLink> = {
    provideTerminalLinks: ({ terminal: shown, line }) => (shown === terminal ? linksIn(line, name) : []),
    handleTerminalLink: ({ line }) => open(line),
  };
  return vscode.window.registerTerminalLinkProvider(provider);
}

function linksIn(text: string, name: string): FrameLink[] {
  return [...text.matchAll(/File "([^"]+)", line (\d+)/g)]
    .filter(([, file]) => file === name)
    .map((match) => new FrameLink(match, Number(match[2])));
}
