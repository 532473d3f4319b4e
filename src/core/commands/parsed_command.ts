import type { CommandArguments } from './command_arguments.ts';
import type { BuiltCommand, COMMANDS, CommandName } from './command_table.ts';

/** A command as it was written, with what it was given: the shape of `argument` follows from the name. */
export type GivenCommand<Name extends BuiltCommand = BuiltCommand> = {
  [Each in Name]: {
    readonly kind: 'command';
    readonly name: Each;
    readonly argument: CommandArguments[(typeof COMMANDS)[Each]['takes']];
  };
}[Name];

/** One line of a comment that is meant for Planwright. `written` is the line, shortened. */
export type ParsedCommand =
  | GivenCommand
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
    }
  /** An option of more than one question that waits, which names none of them. */
  | { readonly kind: 'unclear'; readonly written: string; readonly questions: readonly number[] }
  /** Words behind the number of a question that read as no answer to it. */
  | { readonly kind: 'put_off'; readonly n: number; readonly written: string }
  /** A command without what it needs to be told. */
  | {
      readonly kind: 'lacking';
      readonly name: CommandName;
      readonly written: string;
      readonly suggestion: string | null;
    };
