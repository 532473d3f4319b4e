import { nearest } from '../plan/suggest.ts';
import { WORD_CHARACTERS, withoutTicks } from './command_arguments.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName, type CommandTakes, isCommandName } from './command_table.ts';
import type { ParsedCommand } from './parsed_command.ts';

/** A misspelt command as it may be meant; null: nothing is near. */
export function suggested(word: string, rest: readonly string[]): string | null {
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
export function asWritten(meant: ParsedCommand, said: readonly string[]): string | null {
  switch (meant.kind) {
    case 'command':
      return spelled(meant.name, argumentText(COMMANDS[meant.name].takes, said));
    case 'not_built':
      return spelled(meant.name, '');
    case 'unknown':
    case 'too_many_words':
    case 'lacking':
      return meant.suggestion;
    case 'unclear':
    case 'put_off':
      return null;
    default:
      return meant satisfies never;
  }
}

/** A command as it is written. */
export function spelled(name: CommandName, argument: string): string {
  return argument === '' || argument.length > WORD_CHARACTERS
    ? `/planwright ${name}`
    : `/planwright ${name} ${argument}`;
}
