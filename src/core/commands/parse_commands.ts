import { nearest } from '../plan/suggest.ts';
import { asWritten, spelled, suggested } from './as_meant.ts';
import { ARGUMENT_READERS } from './command_arguments.ts';
import { COMMANDS, type CommandTakes, isBuilt, isCommandName } from './command_table.ts';
import type { GivenCommand, ParsedCommand } from './parsed_command.ts';
import { type LinesBelow, mayBeSpoken, type SpokenLine, spokenLines, unspoken } from './spoken_lines.ts';

/** The most commands that one comment may hold. */
export const COMMANDS_AT_MOST = 10;
const NOTHING_BELOW: LinesBelow = { paragraph: [], all: '' };

/** The commands of a comment in their order; `left` counts those beyond the most that one comment may hold. */
export type ParsedComment = { readonly commands: readonly ParsedCommand[]; readonly left: number };

/**
 * Finds the lines whose first word is `/planwright`, or `@<app-slug>` with words behind it, in any case; near misses of
 * the first as well. An item of a list is a line; a line in bold or italics is a near miss. Whatever stands in code,
 * quotes and HTML comments is no command.
 */
export function parseCommands(comment: string, { appSlug }: { readonly appSlug: string }): ParsedComment {
  const mention = `@${appSlug.toLowerCase()}`;
  const found = spokenLines(comment, (line) => isForUs(line, mention)).flatMap(
    (line) => parseLine(line, mention) ?? [],
  );
  return { commands: found.slice(0, COMMANDS_AT_MOST), left: Math.max(0, found.length - COMMANDS_AT_MOST) };
}

/** The comment without the lines that look like commands. */
export function withoutCommands(comment: string, { appSlug }: { readonly appSlug: string }): string {
  const mention = `@${appSlug.toLowerCase()}`;
  return unspoken(comment, (line) => isForUs(line, mention));
}

/** Whether any line looks like a command, wherever it stands. In linear time, without a look at the Markdown around it. */
export function mayHoldCommands(comment: string, { appSlug }: { readonly appSlug: string }): boolean {
  const mention = `@${appSlug.toLowerCase()}`;
  return mayBeSpoken(comment, (line) => isForUs(line, mention));
}

function isForUs(text: string, mention: string): boolean {
  return /^[/@*_]/.test(text) && parseLine({ text, below: NOTHING_BELOW }, mention) !== null;
}

function parseLine(spoken: SpokenLine, mention: string): ParsedCommand | null {
  const line = spoken.text;
  const [first = '', ...words] = line.slice(0, 1_000).split(/\s+/);
  const address = first.toLowerCase().replace(/[:,]$/, '');
  if (address === '/planwright') return parseWords(words, spoken);
  if (address === mention) return words.length === 0 ? null : parseWords(words, spoken);
  const emphasised = /^[*_]{1,3}(\/planwright\b.*?)[*_]{0,3}$/i.exec(line.slice(0, 1_000))?.[1];
  if (emphasised === undefined && !isNearMiss(address)) return null;
  const said = emphasised === undefined ? words : emphasised.replaceAll('*', '').split(/\s+/).slice(1);
  const alone = { text: `/planwright ${said.join(' ')}`, below: NOTHING_BELOW };
  const meant = said.length === 0 ? null : parseWords(said, alone);
  return {
    kind: 'unknown',
    written: shortened(line),
    suggestion: meant === null ? '/planwright help' : asWritten(meant, said.slice(1)),
  };
}

/** `/plan` and paths are something else. */
function isNearMiss(address: string): boolean {
  return /^\/[a-z-]{8,14}$/.test(address) && nearest(address.slice(1), ['planwright']) !== undefined;
}

function parseWords([written = 'help', ...rest]: readonly string[], line: SpokenLine): ParsedCommand {
  const word = written.toLowerCase();
  if (!isCommandName(word)) {
    return { kind: 'unknown', written: shortened(line.text), suggestion: suggested(word, rest) };
  }
  if (!isBuilt(word)) return { kind: 'not_built', name: word };
  const takes: CommandTakes = COMMANDS[word].takes;
  const read = ARGUMENT_READERS[takes](rest, line);
  switch (read.kind) {
    case 'read':
      return { kind: 'command', name: word, argument: read.argument } as GivenCommand;
    case 'too_many':
      return {
        kind: 'too_many_words',
        name: word,
        written: shortened(line.text),
        suggestion: spelled(word, read.meant),
      };
    case 'lacking': {
      const suggestion = read.meant === null ? null : spelled(word, read.meant);
      return { kind: 'lacking', name: word, written: shortened(line.text), suggestion };
    }
    default:
      return read satisfies never;
  }
}

function shortened(line: string): string {
  return line.length > 80 ? `${[...line.slice(0, 80)].slice(0, -1).join('')}…` : line;
}
