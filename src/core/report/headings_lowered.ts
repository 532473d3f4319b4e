const HEADING = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Says no more than the heading that ours already has above it. */
const NEEDLESS = /^(?:summary|what (?:i did|changed)|done):?$/i;

/**
 * What an agent wrote, with its headings as bold lines: in a quotation they would stand out above those of the text around it.
 * One that only says that this is the summary is left out where it comes first. What stands in code stays as it is.
 */
export function headingsLowered(text: string): string {
  const lines: string[] = [];
  let open: string | null = null;
  for (const line of text.trim().split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    if (open === null && mark !== undefined) open = mark;
    else if (open !== null && mark?.startsWith(open)) open = null;
    const title = open === null ? HEADING.exec(line)?.[1] : undefined;
    if (title === undefined) lines.push(line);
    else if (lines.length > 0 || !NEEDLESS.test(title)) lines.push(bold(title));
  }
  return lines.join('\n').trim();
}

function bold(title: string): string {
  const plain = title.replaceAll('*', '').trim();
  return plain === '' ? '' : `**${plain}**`;
}
