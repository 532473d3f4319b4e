import { nearest } from '../plan/suggest.ts';
import { ARGUMENT_READERS, withoutTicks } from './command_arguments.ts';
import {
  COMMAND_NAMES,
  COMMANDS,
  type CommandName,
  type CommandTakes,
  isBuilt,
  isCommandName,
} from './command_table.ts';
import type { GivenCommand, ParsedCommand } from './parsed_command.ts';
import { type LinesBelow, mayBeSpoken, type SpokenLine, spokenLines } from './spoken_lines.ts';

/** The most commands that one comment may hold. */
export const COMMANDS_AT_MOST = 10;
/** Longer words are no command's name and no task's key. */
const WORD_CHARACTERS = 100;
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

function suggested(word: string, rest: readonly string[]): string | null {
  const name = word.length > WORD_CHARACTERS ? undefined : nearest(word, COMMAND_NAMES);
  if (name === undefined || !isCommandName(name)) return null;
  return spelled(name, argumentText(COMMANDS[name].takes, rest));
}

/** What followed a misspelt word, as far as the command takes it. */
function argumentText(takes: CommandTakes, rest: readonly string[]): string {
  switch (takes) {
    case 'nothing':
      return '';
    case 'optional_task':
    case 'task':
      return withoutTicks(rest[0] ?? '');
    case 'task_and_words':
    case 'answer':
    case 'amount':
      return rest.join(' ');
    default:
      return takes satisfies never;
  }
}

/** A command of a line with a misspelt address, spelled right. */
function asWritten(meant: ParsedCommand, said: readonly string[]): string | null {
  switch (meant.kind) {
    case 'command':
      return spelled(meant.name, argumentText(COMMANDS[meant.name].takes, said));
    case 'not_built':
      return spelled(meant.name, '');
    case 'unknown':
    case 'too_many_words':
    case 'lacking':
      return meant.suggestion;
    default:
      return meant satisfies never;
  }
}

function spelled(name: CommandName, argument: string): string {
  return argument === '' || argument.length > WORD_CHARACTERS
    ? `/planwright ${name}`
    : `/planwright ${name} ${argument}`;
}

function shortened(line: string): string {
  return line.length > 80 ? `${[...line.slice(0, 80)].slice(0, -1).join('')}…` : line;
}
