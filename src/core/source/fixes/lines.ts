/** Lines around an offset of a text whose line ends are `\n` or `\r\n`. */

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

/** The end of the line without what ends it. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > at ? end - 1 : end;
}

export const newline = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The blanks at the beginning of the line; null if something else stands before `at`. */
export function indentBefore(text: string, at: number): string | null {
  const before = text.slice(lineStart(text, at), at);
  return /^[ \t\f]*$/.test(before) ? before : null;
}
