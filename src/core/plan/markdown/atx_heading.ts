/** The text of a line that is a heading with `#` in front, without the marks around it; null: it is none. In linear time. */
export function atxHeading(line: string): string | null {
  const marks = /^#{1,6}(?=[ \t]|$)/.exec(line)?.[0];
  if (marks === undefined) return null;
  const text = line.slice(marks.length).trim();
  let end = text.length;
  while (text.charAt(end - 1) === '#') end -= 1;
  const closes = end === 0 || /[ \t]/.test(text.charAt(end - 1));
  return closes ? text.slice(0, end).trimEnd() : text;
}
