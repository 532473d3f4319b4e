import type { Change } from '../../core/changes.ts';
import type { BuiltCommand } from '../../core/commands/command_table.ts';
import { OVERTAKEN_TEXT } from '../../core/commands/command_texts.ts';
import type { GivenCommand } from '../../core/commands/parsed_command.ts';
import type { IncomingComment, IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { RunRecord } from '../../core/records.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import type { Subject } from '../observations/subject.ts';
import type { Occasion } from './occasion.ts';

/** A command of somebody with permission, and where it was written. */
export type Order<Name extends BuiltCommand = BuiltCommand> = {
  readonly command: GivenCommand<Name>;
  readonly issue: IncomingIssue;
  /** The comment in which it was written. */
  readonly comment: IncomingComment;
  readonly settings: ParsedSettings;
  readonly subject: Subject | null;
  /** Lands with what the command changes. */
  readonly also: readonly Change[];
};

/** A command about a run that is there. */
export type WithRun<Name extends BuiltCommand = BuiltCommand> = Order<Name> & { readonly run: RunRecord };

/**
 * What came of a command, or of an answer to a question. `taken`: it was carried out; `show`: the run whose status is to be shown now. `told`: it was understood, and why it was not
 * carried out, unless the issue says that already; `overtakes`: older news of the issue must not start anything any more all
 * the same. `misread`: what was not understood. Kept as JSON until all of a comment is replied to.
 */
export type CommandOutcome =
  | { readonly kind: 'taken'; readonly reply?: string; readonly show?: string }
  | { readonly kind: 'told'; readonly reply?: string; readonly overtakes?: true }
  | { readonly kind: 'misread'; readonly reply: string };

/** What newer news have overtaken must not undo them. */
export const OVERTAKEN: CommandOutcome = { kind: 'told', reply: OVERTAKEN_TEXT };

/** It was carried out, and that is all there is to say. */
export const TAKEN: CommandOutcome = { kind: 'taken' };

/** What carries out the commands of these names. A Refusal says that things stand so that it cannot be done. */
export type CarryOut<Name extends BuiltCommand> = (occasion: Occasion, order: Order<Name>) => Promise<CommandOutcome>;
