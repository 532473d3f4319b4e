/** `text` as a code block that nothing in it can close: its fence is longer than any run of backticks inside. */
export function fence(text: string, language = ''): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const bar = '`'.repeat(longest + 1);
  return `${bar}${language}\n${text.trimEnd()}\n${bar}`;
}

/**
 * `text` as code within a line, also within a cell of a table. HTML where backticks cannot carry it: a table is cut at
 * every `|`, also inside backticks.
 */
export function code(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (line !== '' && !line.includes('|')) {
    const bar = '`'.repeat((line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0) + 1);
    return line.includes('`') ? `${bar} ${line} ${bar}` : `${bar}${line}${bar}`;
  }
  const signs = line.replace(/[&<>`|\\*_[\]~:@#!$]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<code>${signs}</code>`;
}
