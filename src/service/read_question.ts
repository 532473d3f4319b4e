import type { QuestionSlice } from '../core/decide/question_slice.ts';
import type { SliceReader } from './ports/store.ts';

/** What a decision about a question is given; null: there is no such question. */
export async function readQuestion(
  read: Pick<SliceReader, 'questionById' | 'taskSlice' | 'questionsOf'>,
  id: string,
): Promise<QuestionSlice | null> {
  const question = await read.questionById(id);
  if (question === null) return null;
  const [slice, all] = await Promise.all([read.taskSlice(question.task, 'direct'), read.questionsOf(question.task)]);
  if (slice === null) return null;
  return { ...slice, question, asksMore: all.some((other) => other.id !== id && other.state === 'open') };
}
