/** Functions that run inside the workbench's page and read what is on the screen. Each stands alone: playwright sends its text. */
import type { GutterGlyph, Problem } from './workbench';

/** @param view the element of the Problems view */
export function readProblems(view: Element): readonly Problem[] {
  const problems: Problem[] = [];
  let file = '';
  for (const row of view.querySelectorAll('.monaco-list-row')) {
    const name = row.querySelector('.resource-label-container .label-name, .monaco-icon-label .label-name')?.textContent;
    const details = row.querySelector('.marker-message-details-container, .marker-message-details');
    if (details === null) {
      file = name ?? file;
      continue;
    }
    const icon = row.querySelector('.marker-icon .codicon, .marker-icon')?.className ?? '';
    const [, line = '0', column = '0'] = /Ln (\d+), Col (\d+)/.exec(row.textContent) ?? [];
    problems.push({
      file,
      message: row.querySelector('.marker-message-line')?.textContent ?? '',
      source: row.querySelector('.marker-source')?.textContent ?? '',
      code: (row.querySelector('.marker-code')?.textContent ?? '').replace(/^\((.*)\)$/, '$1'),
      line: Number(line),
      column: Number(column),
      severity: icon.includes('error') ? 'Error' : icon.includes('warning') ? 'Warning' : 'Information',
    });
  }
  return problems;
}

/** @param selector of a terminal's element; the workbench's test driver knows its buffer. A terminal that has just been opened has none yet. */
export async function readTerminal(selector: string): Promise<readonly string[]> {
  if ((document.querySelector(selector) as { xterm?: unknown } | null)?.xterm === undefined) return [];
  const { driver } = window as unknown as { driver: { getTerminalBuffer(selector: string): Promise<readonly string[]> } };
  return driver.getTerminalBuffer(selector);
}

/** @param editor the element of a text editor */
export function readGlyphs(editor: Element): readonly GutterGlyph[] {
  const top = (element: Element): number => Math.round(element.getBoundingClientRect().top);
  const lines = new Map<number, number>();
  for (const number of editor.querySelectorAll('.margin-view-overlays .line-numbers')) lines.set(top(number), Number(number.textContent));
  const glyphs: GutterGlyph[] = [];
  for (const glyph of editor.querySelectorAll('.glyph-margin-widgets .cgmr')) {
    const line = lines.get(top(glyph));
    if (line === undefined) continue;
    const image = getComputedStyle(glyph).backgroundImage;
    const icon = /([^/\\%"?&=]+\.(?:svg|png))/.exec(decodeURIComponent(image))?.[1] ?? '';
    glyphs.push({ line, icon, className: glyph.className });
  }
  return glyphs.sort((a, b) => a.line - b.line);
}
