import { leftOverText, notUnderstoodText } from '../../core/commands/command_texts.ts';
import { mayHoldCommands, parseCommands } from '../../core/commands/parse_commands.ts';
import type { GivenCommand, ParsedCommand } from '../../core/commands/parsed_command.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Reply, ReplyScope } from '../../core/replies/read_replies.ts';
import { unclearOption } from '../../core/replies/unclear_option.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { answerComment } from './answer_comment.ts';
import { carriedOutBefore, rememberCarriedOut } from './carried_out.ts';
import { carryOut } from './carry_out.ts';
import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayCommand, type Occasion, savingNames, settingsOf } from './occasion.ts';
import type { Answer } from './order.ts';
import { NO_COMMAND, refuseCommand } from './refuse_command.ts';
import { repliesIn, replyScope, subjectOfComment } from './reply_scope.ts';

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
  if (!(await mayCommand(occasion, settings))) {
    return refuseCommand(occasion, event, settings, { answers: scope !== null && areMeant(replies, scope) });
  }
  const { commands: written, left } = parseCommands(body, github);
  const commands = [...replies.map(asCommand), ...(unclear === null ? [] : [unclear]), ...written];
  if (commands.length === 0 && !isBegun) return ignored(NO_COMMAND);
  if (before === 'all') return ignored('The comment was carried out before.');
  const answers = [...before];
  for (const command of commands.slice(before.length)) {
    answers.push(await answerTo(occasion, event, settings, command, answers));
  }
  if (left > 0) answers.push({ kind: 'told', reply: leftOverText(left) });
  await answerComment(occasion, event, answers, [rememberCarriedOut(occasion, event.comment.id, 'all')]);
  return SETTLED;
}

/** What is said to a question is what the command says. */
function asCommand({ n, text }: Reply): GivenCommand<'answer'> {
  return { kind: 'command', name: 'answer', argument: { about: `Q${n}`, text } };
}

/** Whether somebody means to answer what is asked, and does not only use a word of it. */
function areMeant(replies: readonly Reply[], { questions }: ReplyScope): boolean {
  const isOpen = (n: number) => questions.some((each) => each.n === n && each.state === 'open');
  return replies.some(({ n, named }) => named !== 'none' && isOpen(n));
}

async function answerTo(
  occasion: Occasion,
  event: CommentEvent,
  settings: ParsedSettings,
  command: ParsedCommand,
  before: readonly Answer[],
): Promise<Answer> {
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
