import type { Asker, QuestionSlice } from '../core/decide/question_slice.ts';
import type { QuestionRecord } from '../core/question/question_record.ts';
import type { SliceReader } from './ports/store.ts';

type Reader = Pick<
  SliceReader,
  | 'spentByRun'
  | 'questionById'
  | 'questionsByNumber'
  | 'taskSlice'
  | 'questionsOf'
  | 'runById'
  | 'repositoryById'
  | 'findingsOf'
>;

/** What a decision about a question is given, with all who ask it, or have the same answer; null: there is no such question. */
export async function readQuestion(read: Reader, id: string): Promise<QuestionSlice | null> {
  const question = await read.questionById(id);
  if (question === null) return null;
  const run = await read.runById(question.run);
  const repository = run === null ? null : await read.repositoryById(run.repository);
  if (run === null || repository === null) return null;
  const alike = (await read.questionsByNumber(question.run, question.n)).filter(
    ({ state }) => state === question.state,
  );
  const askers = await Promise.all(alike.map((each) => readAsker(read, each)));
  const spent = question.source === 'budget' ? { spent: await read.spentByRun(run.id) } : {};
  return { run, repository, question, ...spent, askers: askers.filter((asker) => asker !== null) };
}

async function readAsker(read: Reader, question: QuestionRecord): Promise<Asker | null> {
  if (question.task === null) return null;
  const [slice, all] = await Promise.all([
    read.taskSlice(question.task, dependentsFor(question)),
    read.questionsOf(question.task),
  ]);
  if (slice === null) return null;
  const found = question.source === 'no_progress' ? { findings: await read.findingsOf(question.task) } : {};
  const asksMore = all.some((other) => other.id !== question.id && other.state === 'open');
  return { ...slice, question, asksMore, ...found };
}

/** The same for the question that the orchestrator looks at by this hidden task; null: it has none any more. */
export async function readAnswering(
  read: Reader & Pick<SliceReader, 'questionOfHidden'>,
  task: string,
): Promise<QuestionSlice | null> {
  const question = await read.questionOfHidden(task);
  return question === null ? null : readQuestion(read, question.id);
}

/** What is rejected takes with it whatever waits for it. */
function dependentsFor({ source }: QuestionRecord): 'direct' | 'all' {
  return source === 'approve_after' ? 'all' : 'direct';
}
