/** The 1-based line of the Markdown heading that consists of `title`, plain or as code; null if there is none. */
export function headingLine(markdown: string, title: string): number | null {
  const index = markdown.split(/\r?\n/).findIndex((line) => {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    return heading === title || heading === `\`${title}\``;
  });
  return index < 0 ? null : index + 1;
}
