import type { CommandName } from '../../core/commands/command_table.ts';
import { leftOverText, notUnderstoodText } from '../../core/commands/command_texts.ts';
import { mayHoldCommands, parseCommands } from '../../core/commands/parse_commands.ts';
import type { ParsedCommand } from '../../core/commands/parsed_command.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Reply } from '../../core/replies/read_replies.ts';
import { unclearOption } from '../../core/replies/unclear_option.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { carriedOutBefore, rememberCarriedOut } from './carried_out.ts';
import { carryOut } from './carry_out.ts';
import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayGive } from './may_give.ts';
import { type Occasion, savingNames, settingsOf } from './occasion.ts';
import type { CommandOutcome } from './order.ts';
import { NO_COMMAND, refuseCommand } from './refuse_command.ts';
import { areMeant, repliesIn, replyScope } from './reply_scope.ts';
import { replyToComment } from './reply_to_comment.ts';
import { subjectOfComment } from './subject_of_comment.ts';

/** A new comment on an issue or a pull request: the answers to questions in it, and the commands. */
export async function handleComment(occasion: Occasion, event: CommentEvent): Promise<Handled> {
  const { github, sender } = occasion;
  if (sender.bot) return ignored('Bots command nothing.');
  const { body } = event.comment;
  const scope = await replyScope(occasion, event);
  const replies = scope === null ? [] : repliesIn(occasion, body, scope);
  const unclear = scope === null || replies.length > 0 ? null : unclearOption(body, scope);
  const before = await carriedOutBefore(occasion, event.comment.id);
  const isBegun = before === 'all' || before.length > 0;
  if (!mayHoldCommands(body, github) && replies.length === 0 && unclear === null && !isBegun)
    return ignored(NO_COMMAND);
  const settings = await settingsOf(occasion);
  const { commands: written, left } = parseCommands(body, github);
  const commands = [...replies.map(asCommand), ...(unclear === null ? [] : [unclear]), ...written];
  if (!(await mayGive(occasion, settings, commands.flatMap(namesIn)))) {
    return refuseCommand(occasion, event, settings, { answers: scope !== null && areMeant(replies, scope) });
  }
  if (commands.length === 0 && !isBegun) return ignored(NO_COMMAND);
  if (before === 'all') return ignored('The comment was carried out before.');
  const outcomes = [...before];
  for (const command of commands.slice(before.length)) {
    outcomes.push(await outcomeOf(occasion, event, settings, command, outcomes));
  }
  if (left > 0) outcomes.push({ kind: 'told', reply: leftOverText(left) });
  await replyToComment(occasion, event, outcomes, [rememberCarriedOut(occasion, event.comment.id, 'all')]);
  return SETTLED;
}

/** What is said to a question is what the command says, unless it reads as no answer. */
function asCommand({ n, text, isPutOff }: Reply): ParsedCommand {
  if (isPutOff) return { kind: 'put_off', n, written: text };
  return { kind: 'command', name: 'answer', argument: { about: `Q${n}`, text, whole: text } };
}

/** An option that may answer several questions is meant as an answer, and what names a question may be. */
function namesIn(command: ParsedCommand): readonly CommandName[] {
  if (command.kind === 'unclear' || command.kind === 'put_off') return ['answer'];
  return command.kind === 'unknown' ? [] : [command.name];
}

async function outcomeOf(
  occasion: Occasion,
  event: CommentEvent,
  settings: ParsedSettings,
  command: ParsedCommand,
  before: readonly CommandOutcome[],
): Promise<CommandOutcome> {
  if (command.kind !== 'command') return { kind: 'misread', reply: notUnderstoodText(command) };
  try {
    const subject = await subjectOfComment(occasion, event);
    const also = [
      // What is set going is sent at once, and has to find the repository where it is now.
      ...(occasion.isKnown ? await savingNames(occasion) : []),
      rememberCarriedOut(occasion, event.comment.id, [...before, { kind: 'taken' }]),
    ];
    const { issue, comment } = event;
    return await carryOut(occasion, { command, issue, comment, settings, subject, also });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'told', reply: error.message };
  }
}
