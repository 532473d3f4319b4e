import { nearest } from '../plan/suggest.ts';
import {
  type BuiltCommand,
  COMMAND_NAMES,
  COMMANDS,
  type CommandName,
  isBuilt,
  isCommandName,
} from './command_table.ts';
import { mayBeSpoken, spokenLines } from './spoken_lines.ts';

/** The most commands that one comment may hold. */
export const COMMANDS_AT_MOST = 10;
/** Longer words are no command's name and no task's key. */
const WORD_CHARACTERS = 100;

/** One line of a comment that is meant for Planwright. `written` is the line, shortened. */
export type ParsedCommand =
  | { readonly kind: 'command'; readonly name: BuiltCommand; readonly task: string | null }
  /** Known, and not carried out yet. */
  | { readonly kind: 'not_built'; readonly name: CommandName }
  /** Not understood. `suggestion` is the whole line as it may be meant. */
  | { readonly kind: 'unknown'; readonly written: string; readonly suggestion: string | null }
  /** A command with more words than it takes. */
  | {
      readonly kind: 'too_many_words';
      readonly name: CommandName;
      readonly written: string;
      readonly suggestion: string;
    };

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

function isForUs(line: string, mention: string): boolean {
  return /^[/@*_]/.test(line) && parseLine(line, mention) !== null;
}

function parseLine(line: string, mention: string): ParsedCommand | null {
  const [first = '', ...words] = line.slice(0, 1_000).split(/\s+/);
  const address = first.toLowerCase().replace(/[:,]$/, '');
  if (address === '/planwright') return parseWords(words, line);
  if (address === mention) return words.length === 0 ? null : parseWords(words, line);
  const emphasised = /^[*_]{1,3}(\/planwright\b.*?)[*_]{0,3}$/i.exec(line.slice(0, 1_000))?.[1];
  if (emphasised === undefined && !isNearMiss(address)) return null;
  const said = emphasised === undefined ? words : emphasised.replaceAll('*', '').split(/\s+/).slice(1);
  const meant = said.length === 0 ? null : parseWords(said, line);
  return {
    kind: 'unknown',
    written: shortened(line),
    suggestion: meant === null ? '/planwright help' : asWritten(meant),
  };
}

/** `/plan` and paths are something else. */
function isNearMiss(address: string): boolean {
  return /^\/[a-z-]{8,14}$/.test(address) && nearest(address.slice(1), ['planwright']) !== undefined;
}

function parseWords([written = 'help', ...rest]: readonly string[], line: string): ParsedCommand {
  const word = written.toLowerCase();
  if (!isCommandName(word)) return { kind: 'unknown', written: shortened(line), suggestion: suggested(word, rest) };
  if (!isBuilt(word)) return { kind: 'not_built', name: word };
  const takes = COMMANDS[word].task === 'none' ? 0 : 1;
  const task = takes === 1 ? withoutTicks(rest[0] ?? '') : '';
  if (rest.length > takes || task.length > WORD_CHARACTERS) {
    return { kind: 'too_many_words', name: word, written: shortened(line), suggestion: spelled(word, task) };
  }
  return { kind: 'command', name: word, task: task === '' ? null : task };
}

function suggested(word: string, rest: readonly string[]): string | null {
  const name = word.length > WORD_CHARACTERS ? undefined : nearest(word, COMMAND_NAMES);
  if (name === undefined || !isCommandName(name)) return null;
  return spelled(name, COMMANDS[name].task === 'none' ? '' : withoutTicks(rest[0] ?? ''));
}

/** A command of a line with a misspelt address, spelled right. */
function asWritten(meant: ParsedCommand): string | null {
  switch (meant.kind) {
    case 'command':
      return spelled(meant.name, meant.task ?? '');
    case 'not_built':
      return spelled(meant.name, '');
    case 'unknown':
    case 'too_many_words':
      return meant.suggestion;
    default:
      return meant satisfies never;
  }
}

function spelled(name: CommandName, task: string): string {
  return task === '' || task.length > WORD_CHARACTERS ? `/planwright ${name}` : `/planwright ${name} ${task}`;
}

/** Keys are shown as code, and so people write them as code. */
function withoutTicks(word: string): string {
  return word.replace(/^`+|`+$/g, '');
}

function shortened(line: string): string {
  return line.length > 80 ? `${[...line.slice(0, 80)].slice(0, -1).join('')}…` : line;
}
