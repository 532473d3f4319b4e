import type { Change } from '../../src/core/changes.ts';
import { orchestratorsPart } from '../../src/core/question/orchestrators_part.ts';
import type { QuestionRecord } from '../../src/core/question/question_record.ts';
import { type AnsweredQuestion, ORCHESTRATOR, type QuestionView } from '../../src/protocol/questions.ts';
import { appendEvent, require, type Tables } from './memory_tables.ts';

type OfQuestions = Extract<
  Change,
  {
    readonly kind:
      | 'insert_question'
      | 'settle_question'
      | 'reword_question'
      | 'require_answers'
      | 'change_answer'
      | 'overrule_answer'
      | 'pass_question_on'
      | 'note_reminder'
      | 'withdraw_questions'
      | 'withdraw_questions_of_run'
      | 'require_questions'
      | 'require_settled';
  }
>;

/** All that a task has asked, in the order of asking. */
export function questionsOf({ questions }: Tables, task: string): readonly QuestionRecord[] {
  return [...questions.values()].filter((row) => row.task === task).toSorted((left, right) => left.n - right.n);
}

export function openQuestionsOf(tables: Tables, task: string): readonly QuestionRecord[] {
  return questionsOf(tables, task).filter(({ state }) => state === 'open');
}

/** Open ones first, then by asking. */
export function questionsByNumber({ questions }: Tables, run: string, n: number): readonly QuestionRecord[] {
  const later = ({ state }: QuestionRecord) => (state === 'open' ? 0 : 1);
  return [...questions.values()]
    .filter((row) => row.run === run && row.n === n)
    .toSorted(
      (left, right) => later(left) - later(right) || left.askedAt - right.askedAt || (left.id < right.id ? -1 : 1),
    );
}

/** Also those about the whole run, in the order of asking. */
export function openQuestionsOfRun({ questions }: Tables, run: string): readonly QuestionRecord[] {
  return [...questions.values()]
    .filter((row) => row.run === run && row.state === 'open')
    .toSorted((left, right) => left.n - right.n);
}

/** Applies one change of questions, with the events that the real statements write. */
export function applyToQuestions(tables: Tables, change: OfQuestions, at: number): void {
  const { questions } = tables;
  switch (change.kind) {
    case 'insert_question':
      insert(tables, change.question, at);
      return;
    case 'settle_question': {
      const { to: state, answer, by: answeredBy, at: settledAt } = change;
      const row = questions.get(change.question);
      require('question_open', row?.state === 'open');
      if (row) questions.set(row.id, { ...row, state, answer, answeredBy, settledAt });
      return;
    }
    case 'reword_question': {
      const { text, options } = change;
      const row = questions.get(change.question);
      require('question_open', row?.state === 'open');
      if (row) questions.set(row.id, { ...row, text, options });
      return;
    }
    case 'require_answers': {
      const { task, answers } = change;
      const isSeen = (now: AnsweredQuestion) => answers.some(({ n, answer }) => n === now.n && answer === now.answer);
      require('answers_stand', answersOf(tables, task).every(isSeen));
      return;
    }
    case 'change_answer': {
      const { answer, by: answeredBy, at: settledAt } = change;
      const row = questions.get(change.question);
      require('question_answered', row?.state === 'answered' && row.answer === change.before);
      if (row) questions.set(row.id, { ...row, answer, answeredBy, settledAt });
      return;
    }
    case 'overrule_answer': {
      const { answer, by: answeredBy, at: settledAt } = change;
      const row = questions.get(change.question);
      require('question_of_orchestrator', row?.state === 'answered' && row.answeredBy === ORCHESTRATOR);
      const overruled = row?.answer === answer ? null : (row?.answer ?? null);
      if (row) questions.set(row.id, { ...row, overruled, answer, answeredBy, settledAt });
      return;
    }
    case 'pass_question_on': {
      const row = questions.get(change.question);
      require('question_held', row?.state === 'open' && row.answering === change.answering);
      for (const each of questions.values()) {
        if (each.answering !== change.answering || each.state !== 'open') continue;
        questions.set(each.id, { ...each, answering: null, passedOn: change.because });
      }
      return;
    }
    case 'note_reminder': {
      const row = questions.get(change.question);
      require('question_not_reminded', row?.state === 'open' && row.remindedAt === null);
      if (row) questions.set(row.id, { ...row, remindedAt: change.at });
      return;
    }
    case 'withdraw_questions':
      withdraw(tables, openQuestionsOf(tables, change.task), change.because, at);
      return;
    case 'withdraw_questions_of_run':
      withdraw(tables, openQuestionsOfRun(tables, change.run), change.because, at);
      return;
    case 'require_questions':
      require('questions_stand', openQuestionsOf(tables, change.task).length > 0 === (change.open === 'some'));
      return;
    case 'require_settled': {
      const [first] = questionsByNumber(tables, change.run, change.n);
      require('question_settled', first?.state !== 'open');
      return;
    }
    default:
      change satisfies never;
  }
}

function withdraw(tables: Tables, open: readonly QuestionRecord[], because: string, at: number): void {
  for (const row of open) {
    tables.questions.set(row.id, { ...row, state: 'withdrawn', settledAt: at });
    tell(tables, row, { kind: 'question_withdrawn', n: row.n, because }, at);
  }
}

function insert(tables: Tables, question: Omit<QuestionRecord, 'n' | 'passedOn'>, at: number): void {
  const { questions } = tables;
  require('question_new', !questions.has(question.id));
  const others = [...questions.values()].filter(({ run }) => run === question.run);
  const isMine = (n: number) => others.some((row) => row.n === n && row.task === question.task && row.state === 'open');
  const same = others.filter(
    (row) => row.state === 'open' && row.sameness !== null && row.sameness === question.sameness,
  );
  const shared = same.map(({ n }) => n).filter((n) => !isMine(n));
  const next = Math.max(0, ...others.map(({ n }) => n)) + 1;
  const joined = same.find((row) => row.n === Math.min(...shared));
  const answering = joined === undefined ? question.answering : joined.answering;
  const row = { ...question, n: joined?.n ?? next, answering, passedOn: null };
  questions.set(row.id, row);
  const { n, text, options, defaultAnswer, deadlineAt } = row;
  const first = answering === null ? {} : ({ isWithOrchestrator: true } as const);
  tell(tables, row, { kind: 'question_asked', n, text, options, default: defaultAnswer, deadlineAt, ...first }, at);
}

function tell(
  tables: Tables,
  { run, task, attempt }: QuestionRecord,
  body: Parameters<typeof appendEvent>[1]['body'],
  at: number,
): void {
  const key = tables.tasks.get(task ?? '')?.key;
  const about = { ...(key === undefined ? {} : { task: key }), ...(attempt === null ? {} : { attempt }) };
  appendEvent(tables, { run, ...about, body }, at);
}

/** What a later attempt is told. */
export function answersOf(tables: Tables, task: string): readonly AnsweredQuestion[] {
  return questionsOf(tables, task)
    .filter(({ state }) => state === 'answered' || state === 'expired')
    .map(({ n, attempt, source, text, options, details, answer, answeredBy: by, overruled }) => {
      const said = { n, attempt, source, text, options: [...options], details, answer: answer ?? '', by };
      return overruled === null ? said : { ...said, overruled };
    });
}

/** A question as people see it. */
export function questionView(row: QuestionRecord, key: string | null): QuestionView {
  const { n, attempt, source, text, options, onlyOptions, defaultAnswer, details, deadlineAt } = row;
  const { state, askedAt, answer, answeredBy, settledAt } = row;
  const said = { n, task: key, attempt, source, text, options: [...options], onlyOptions, default: defaultAnswer };
  return { ...said, details, state, askedAt, deadlineAt, answer, answeredBy, settledAt, ...orchestratorsPart(row) };
}
