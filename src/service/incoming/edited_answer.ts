import type { CommandArguments } from '../../core/commands/command_arguments.ts';
import { notUnderstoodText } from '../../core/commands/command_texts.ts';
import { parseCommands } from '../../core/commands/parse_commands.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import type { RunRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ReplyScope } from '../../core/replies/read_replies.ts';
import { giveAnswer } from '../commands/answer_question.ts';
import { changeAnswer } from '../commands/change_answer.ts';
import { requireQuestion } from '../commands/require_question.ts';
import { requireSeen } from '../commands/require_seen.ts';
import { namedRun } from './answer_command.ts';
import { answerMeant, requireWords } from './answer_meant.ts';
import { answeredBy, rememberAnswered } from './answered_by.ts';
import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayGive } from './may_give.ts';
import { type Occasion, saidAt, savingNames, settingsOf } from './occasion.ts';
import type { CommandOutcome } from './order.ts';
import { refuseCommand } from './refuse_command.ts';
import { areMeant, asArgument, repliesIn, replyScope } from './reply_scope.ts';
import { replyToComment } from './reply_to_comment.ts';
import { subjectOfComment } from './subject_of_comment.ts';

/** What a comment says to questions. */
type Said = CommandArguments['answer'] & { readonly putOff?: number };

/**
 * Somebody edited a comment of a person: answers in it follow, as long as no task has gone on with them, and what was no answer before
 * may be one now. Other commands in it are not carried out.
 */
export async function handleEditedAnswer(occasion: Occasion, event: CommentEvent): Promise<Handled> {
  const { id, body, before, updatedAt } = event.comment;
  const earlier = await answeredBy(occasion, id);
  const scope = await replyScope(occasion, event, earlier.questions);
  const said = scope === null ? [] : newlySaid(occasion, body, before ?? '', scope);
  if (said.length === 0) return ignored('The edit answers nothing.');
  if (updatedAt < earlier.at) return ignored('A newer text of the comment was acted upon before.');
  const settings = await settingsOf(occasion);
  if (!(await mayGive(occasion, settings, ['answer']))) {
    const isMeant = scope !== null && areMeant(repliesIn(occasion, body, scope), scope);
    return refuseCommand(occasion, event, settings, { answers: isMeant || earlier.questions.length > 0 });
  }
  const outcomes: CommandOutcome[] = [];
  for (const each of said) outcomes.push(await follow(occasion, event, each));
  await replyToComment(occasion, event, outcomes, []);
  return SETTLED;
}

/** What the text says now, and did not say before the edit. */
function newlySaid(occasion: Occasion, now: string, before: string, scope: ReplyScope): readonly Said[] {
  const saidIn = (text: string): readonly Said[] => {
    const commands = parseCommands(text, occasion.github).commands;
    const ordered = commands.flatMap((each) =>
      each.kind === 'command' && each.name === 'answer' ? [each.argument] : [],
    );
    return [
      ...repliesIn(occasion, text, scope).map((reply) => ({
        ...asArgument(reply),
        ...(reply.isPutOff ? { putOff: reply.n } : {}),
      })),
      ...ordered,
    ];
  };
  const earlier = new Set(saidIn(before).map((each) => JSON.stringify(each)));
  return saidIn(now).filter((each) => !earlier.has(JSON.stringify(each)));
}

async function follow(occasion: Occasion, event: CommentEvent, said: Said): Promise<CommandOutcome> {
  if (said.putOff !== undefined) {
    return { kind: 'misread', reply: notUnderstoodText({ kind: 'put_off', n: said.putOff, written: said.text }) };
  }
  const { deps, sender } = occasion;
  try {
    const subject = await subjectOfComment(occasion, event);
    if (subject === null) return { kind: 'told' };
    const { run } = subject;
    const { questions } = await answeredBy(occasion, event.comment.id);
    const { about, text, isNumbered } = await answerMeant(occasion, subject, said, questions);
    const question = await questionMeant(occasion, event, run, about);
    requireWords(question, text);
    const also = [...(await savingNames(occasion)), await rememberAnswered(occasion, event.comment, question.id)];
    const input = { text, by: sender.login, at: saidAt(occasion, event.comment) };
    const isOwn = question.state === 'answered' && questions.includes(question.id);
    const written = { words: text, at: event.comment.updatedAt };
    if (!isNumbered) await requireSeen(deps.store.read, question, written);
    await (isOwn ? changeAnswer(deps, question.id, input, also) : giveAnswer(deps, question.id, input, also));
    return { kind: 'taken' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'told', reply: error.message };
  }
}

/** Of a task that is named, what this comment answered goes before what it asks otherwise. */
async function questionMeant(
  occasion: Occasion,
  { comment }: CommentEvent,
  run: RunRecord,
  about: string,
): Promise<QuestionRecord> {
  const { read } = occasion.deps.store;
  const { questions } = await answeredBy(occasion, comment.id);
  const task = await read.taskByKey(run.id, about);
  const own = task === null ? [] : (await read.questionsOf(task.id)).filter(({ id }) => questions.includes(id));
  return own.at(-1) ?? requireQuestion(occasion.deps, namedRun(occasion, run), about);
}
