import { quoted } from './problems.ts';

/** What is wrong with a line of YAML, and how to mend it. */
export type YamlFault = { readonly problem: string; readonly message: string; readonly mend: string };

/** A line whose key stood above already. */
export function setTwice(source: string): YamlFault {
  return {
    problem: 'duplicate-setting',
    message: `${quoted(source.split(':')[0] ?? '')} is set twice here.`,
    mend: 'Keep one of them, with a list of values where it takes several.',
  };
}

/** A line before which a bracket has to close that opens further up. `message` is what the YAML parser says; null: it is something else. */
export function notClosed(source: string, message: string): YamlFault | null {
  const opens = /^Flow (sequence|map) in block collection must/.exec(message)?.[1];
  if (opens === undefined) return null;
  const [open, close] = opens === 'map' ? ['{', '}'] : ['[', ']'];
  if (source.includes(open)) return null;
  return {
    problem: 'bad-yaml',
    message: `YAML looks for a \`${close}\` before this line, since nothing closes the \`${open}\` above.`,
    mend: `Close it with \`${close}\`, or put the whole value in quotes where it is text.`,
  };
}

/** A line that YAML stumbles over: why, in a person's words, and how to quote it. */
export function notUnderstood(source: string): YamlFault {
  const value = /^\s*(?:[\w -]+:\s|-\s)\s*(.*)$/.exec(source)?.[1]?.trim() ?? '';
  const why = value === '' ? 'this line' : `${quoted(value)}${reasonOf(value)}`;
  return {
    problem: 'bad-yaml',
    message: `YAML cannot read ${why}.`,
    mend: value === '' ? 'Write one `key: value` on each line.' : quoteHint(source, value),
  };
}

function reasonOf(value: string): string {
  if (value.startsWith('*')) return ': a value that begins with `*` is an alias to it';
  if (value.startsWith('&')) return ': a value that begins with `&` is an anchor to it';
  if (value.startsWith('!')) return ': a value that begins with `!` is a tag to it';
  if (/^[@`%|>[\]{},]/.test(value))
    return `: a value that begins with ${quoted(value.charAt(0))} means something else to it`;
  if (/^["']/.test(value)) return ': nothing may follow the closing quote, and a quote must close';
  return /:(?:\s|$)/.test(value) ? ': a second colon begins another setting to it' : '';
}

function quoteHint(source: string, value: string): string {
  const front = source.slice(0, source.indexOf(value)).trim();
  return `Put the whole value in quotes: ${quoted(`${front} ${singleQuoted(value)}`)}.`;
}

/** Text as YAML reads it literally. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
