import type { CommandArguments } from '../../core/commands/command_arguments.ts';
import { withoutCommands } from '../../core/commands/parse_commands.ts';
import type { QuestionRecord } from '../../core/question/question_record.ts';
import { wasSeen } from '../../core/question/was_seen.ts';
import { type Reply, type ReplyScope, readReplies } from '../../core/replies/read_replies.ts';
import type { CommentEvent } from './comment_event.ts';
import type { Occasion } from './occasion.ts';
import { subjectOfComment } from './subject_of_comment.ts';

/**
 * The questions that a comment there may answer; null: nothing was asked. Below a task's pull request only what that task asks need not
 * be named, and of that what could be seen when it was written, where anything could. `also`: ids of those that count as open, since this very comment answered them.
 */
export async function replyScope(
  occasion: Occasion,
  event: CommentEvent,
  also: readonly string[] = [],
): Promise<(ReplyScope & { readonly questions: readonly QuestionRecord[] }) | null> {
  const subject = await subjectOfComment(occasion, event);
  if (subject === null) return null;
  const { run, task } = subject;
  const questions = await occasion.deps.store.read.questionsOfRun(run.id);
  const isOpen = ({ id, state }: QuestionRecord) => state === 'open' || also.includes(id);
  const here = questions.filter((each) => isOpen(each) && (task === null || each.task === task.id));
  if (questions.length === 0) return null;
  const shown = await occasion.deps.store.read.shown(run.id);
  const seen = here.filter((each) => also.includes(each.id) || wasSeen(each, shown, event.comment.updatedAt));
  return { questions: onceEach(questions), open: onceEach(seen.length > 0 ? seen : here) };
}

/** What a comment says to questions. Beside commands only what names its question by number: the rest may be about those. */
export function repliesIn({ github }: Occasion, text: string, scope: ReplyScope): readonly Reply[] {
  const rest = withoutCommands(text, github);
  const replies = readReplies(rest, scope);
  const isAll = rest.split('\n').length === text.split(/\r\n|\n|\r/).length;
  return isAll ? replies : replies.filter(({ named }) => named === 'number');
}

/** The reply as `answer` would be given it. */
export function asArgument({ n, text, named }: Pick<Reply, 'n' | 'text' | 'named'>): CommandArguments['answer'] {
  return { about: `Q${n}`, text, whole: text, ...(named === 'number' ? {} : { isMadeOut: true }) };
}

/** Whether somebody means to answer what is asked, and does not only use a word of it. */
export function areMeant(replies: readonly Reply[], { questions }: ReplyScope): boolean {
  const isOpen = (n: number) => questions.some((each) => each.n === n && each.state === 'open');
  return replies.some(({ n, named }) => named !== 'none' && isOpen(n));
}

/** What several tasks ask is one question. */
function onceEach(questions: readonly QuestionRecord[]): readonly QuestionRecord[] {
  const openLast = questions.toSorted((left, right) => Number(left.state === 'open') - Number(right.state === 'open'));
  return [...new Map(openLast.map((each) => [each.n, each])).values()];
}
