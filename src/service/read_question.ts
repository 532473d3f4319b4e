import type { Asker, QuestionSlice } from '../core/decide/question_slice.ts';
import type { QuestionRecord } from '../core/question/question_record.ts';
import type { SliceReader } from './ports/store.ts';

type Reader = Pick<
  SliceReader,
  'questionById' | 'questionsByNumber' | 'taskSlice' | 'questionsOf' | 'runById' | 'repositoryById'
>;

/** What a decision about a question is given, with all who ask it; null: there is no such question. */
export async function readQuestion(read: Reader, id: string): Promise<QuestionSlice | null> {
  const question = await read.questionById(id);
  if (question === null) return null;
  const run = await read.runById(question.run);
  const repository = run === null ? null : await read.repositoryById(run.repository);
  if (run === null || repository === null) return null;
  const open = (await read.questionsByNumber(question.run, question.n)).filter(({ state }) => state === 'open');
  const askers = await Promise.all(open.map((each) => readAsker(read, each)));
  return { run, repository, question, askers: askers.filter((asker) => asker !== null) };
}

async function readAsker(read: Reader, question: QuestionRecord): Promise<Asker | null> {
  if (question.task === null) return null;
  const [slice, all] = await Promise.all([read.taskSlice(question.task, 'direct'), read.questionsOf(question.task)]);
  if (slice === null) return null;
  return { ...slice, question, asksMore: all.some((other) => other.id !== question.id && other.state === 'open') };
}
