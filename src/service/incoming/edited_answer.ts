import { parseCommands } from '../../core/commands/parse_commands.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import type { RunRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import { giveAnswer } from '../commands/answer_question.ts';
import { changeAnswer } from '../commands/change_answer.ts';
import { requireQuestion } from '../commands/require_question.ts';
import { namedRun } from './answer_command.ts';
import { answerComment } from './answer_comment.ts';
import { answeredBy, rememberAnswered } from './answered_by.ts';
import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayCommand, type Occasion, savingNames, settingsOf } from './occasion.ts';
import type { Answer } from './order.ts';
import { refuseCommand } from './refuse_command.ts';
import { repliesIn, replyScope, subjectOfComment } from './reply_scope.ts';

/** What a comment says to questions: `Q3` or a task's key, and the words. */
type Said = { readonly about: string; readonly text: string };

/**
 * Somebody edited a comment of a person: answers in it follow, as long as no task has gone on with them, and what was no answer before
 * may be one now. Other commands in it are not carried out.
 */
export async function handleEditedAnswer(occasion: Occasion, event: CommentEvent): Promise<Handled> {
  const { id, body, before, updatedAt } = event.comment;
  const earlier = await answeredBy(occasion, id);
  const said = await newlySaid(occasion, event, before ?? '', earlier.questions);
  if (said.length === 0) return ignored('The edit answers nothing.');
  if (updatedAt < earlier.at) return ignored('A newer text of the comment was acted upon before.');
  const settings = await settingsOf(occasion);
  if (!(await mayCommand(occasion, settings))) {
    const isMeant = earlier.questions.length > 0 || /^\W*(?:Q\d|\/planwright)/i.test(body);
    return refuseCommand(occasion, event, settings, { answers: isMeant });
  }
  const answers: Answer[] = [];
  for (const each of said) answers.push(await follow(occasion, event, each));
  await answerComment(occasion, event, answers, []);
  return SETTLED;
}

/** What the text says now, and did not say before the edit. */
async function newlySaid(
  occasion: Occasion,
  event: CommentEvent,
  before: string,
  answered: readonly string[],
): Promise<readonly Said[]> {
  const scope = await replyScope(occasion, event, answered);
  if (scope === null) return [];
  const saidIn = (text: string): readonly Said[] => {
    const commands = parseCommands(text, occasion.github).commands;
    const ordered = commands.flatMap((each) =>
      each.kind === 'command' && each.name === 'answer' ? [each.argument] : [],
    );
    return [
      ...repliesIn(occasion, text, scope).map(({ n, text: words }) => ({ about: `Q${n}`, text: words })),
      ...ordered,
    ];
  };
  const earlier = new Set(saidIn(before).map((each) => JSON.stringify(each)));
  return saidIn(event.comment.body).filter((each) => !earlier.has(JSON.stringify(each)));
}

async function follow(occasion: Occasion, event: CommentEvent, { about, text }: Said): Promise<Answer> {
  const { deps, sender } = occasion;
  try {
    const run = (await subjectOfComment(occasion, event))?.run;
    if (run === undefined) return { kind: 'told' };
    const question = await questionMeant(occasion, event, run, about);
    const also = [...(await savingNames(occasion)), await rememberAnswered(occasion, event.comment, question.id)];
    const input = { text, by: sender.login };
    const { questions } = await answeredBy(occasion, event.comment.id);
    const isOwn = question.state === 'answered' && questions.includes(question.id);
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
