import type { Asker, QuestionSlice } from '../core/decide/question_slice.ts';
import type { QuestionRecord } from '../core/question/question_record.ts';
import type { SliceReader } from './ports/store.ts';

type Reader = Pick<SliceReader, 'questionById' | 'taskSlice' | 'questionsOf' | 'runById' | 'repositoryById'>;

/** What a decision about a question is given; null: there is no such question. */
export async function readQuestion(read: Reader, id: string): Promise<QuestionSlice | null> {
  const question = await read.questionById(id);
  if (question === null) return null;
  const asker = await readAsker(read, question);
  if (asker !== null) return { run: asker.run, repository: asker.repository, question, askers: [asker] };
  const run = question.task === null ? await read.runById(question.run) : null;
  const repository = run === null ? null : await read.repositoryById(run.repository);
  return run === null || repository === null ? null : { run, repository, question, askers: [] };
}

async function readAsker(read: Reader, question: QuestionRecord): Promise<Asker | null> {
  if (question.task === null) return null;
  const [slice, all] = await Promise.all([read.taskSlice(question.task, 'direct'), read.questionsOf(question.task)]);
  if (slice === null) return null;
  return { ...slice, question, asksMore: all.some((other) => other.id !== question.id && other.state === 'open') };
}
