import type { QuestionChange } from '../../core/question/question_change.ts';
import { ORCHESTRATOR } from '../../protocol/questions.ts';
import { guardExists, guardedUpdate } from '../client/guard.ts';
import type { Statement } from '../client/statement.ts';
import { jsonText } from '../schema/json_text.ts';
import type { ChangeOf } from './change_of.ts';

const insert = `INSERT INTO questions (
    id, run, n, task, attempt, source, text, options, only_options, default_answer, details, deadline_at, state, asked_at, sameness,
    answering)
  SELECT ?1, ?2, coalesce(
      (SELECT o.n FROM questions o WHERE o.run = ?2 AND o.state = 'open' AND o.sameness = ?14
        AND NOT EXISTS (SELECT 1 FROM questions mine WHERE mine.run = ?2 AND mine.n = o.n AND mine.task = ?3 AND mine.state = 'open') ORDER BY o.n LIMIT 1),
      (SELECT coalesce(max(n), 0) + 1 FROM questions WHERE run = ?2)), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15`;

/** Who asks what is asked already waits for whom that one waits for: the orchestrator, or people. */
const join = `UPDATE questions SET answering = o.answering FROM questions o
  WHERE questions.id = ?1 AND o.run = questions.run AND o.n = questions.n AND o.id <> questions.id AND o.state = 'open'`;

const lastEvent = '(SELECT coalesce(max(e.seq), 0) FROM events e WHERE e.run = q.run)';

const asked = `INSERT INTO events (run, seq, at, kind, task, attempt, data)
  SELECT q.run, ${lastEvent} + 1, ?2, 'question_asked', t.key, q.attempt,
      json_patch(json_object('n', q.n, 'text', q.text, 'options', json(q.options), 'default', q.default_answer,
        'deadlineAt', q.deadline_at), iif(q.answering IS NULL, '{}', '{"isWithOrchestrator":true}'))
    FROM questions q LEFT JOIN tasks t ON t.id = q.task WHERE q.id = ?1`;

const withdrawn = (which: string) => `INSERT INTO events (run, seq, at, kind, task, attempt, data)
  SELECT q.run, ${lastEvent} + row_number() OVER (ORDER BY q.n), ?2, 'question_withdrawn', t.key, q.attempt,
      json_object('n', q.n, 'because', ?3)
    FROM questions q LEFT JOIN tasks t ON t.id = q.task WHERE q.${which} = ?1 AND q.state = 'open'`;

const withdraw = (which: string) =>
  `UPDATE questions SET state = 'withdrawn', settled_at = ?2 WHERE ${which} = ?1 AND state = 'open'`;

const settle = `UPDATE questions SET state = ?2, answer = ?3, answered_by = ?4, settled_at = ?5
  WHERE id = ?1 AND state = 'open'`;

const reword = "UPDATE questions SET text = ?2, options = ?3 WHERE id = ?1 AND state = 'open'";

const changeOfAnswer = `UPDATE questions SET answer = ?2, answered_by = ?3, settled_at = ?4
  WHERE id = ?1 AND state = 'answered' AND answer IS ?5`;
const overrule = `UPDATE questions SET overruled = nullif(answer, ?2), answer = ?2, answered_by = ?3, settled_at = ?4
  WHERE id = ?1 AND state = 'answered' AND answered_by = '${ORCHESTRATOR}'`;

const pass = "UPDATE questions SET answering = NULL, passed_on = ?2 WHERE answering = ?1 AND state = 'open'";

type Written = Exclude<QuestionChange, ChangeOf<'require_answers' | 'require_questions' | 'require_settled'>>;

/** What is written of questions. `at` in epoch milliseconds is for their events. */
export function statementsOfQuestion(change: Written, at: number): Statement | readonly Statement[] {
  switch (change.kind) {
    case 'insert_question':
      return insertQuestion(change, at);
    case 'settle_question':
      return settleQuestion(change);
    case 'reword_question':
      return rewordQuestion(change);
    case 'change_answer':
      return changeAnswer(change);
    case 'overrule_answer':
      return overruleAnswer(change);
    case 'pass_question_on':
      return passOn(change);
    case 'note_reminder':
      return noteReminder(change);
    case 'withdraw_questions':
      return withdrawQuestions('task', change.task, change.because, at);
    case 'withdraw_questions_of_run':
      return withdrawQuestions('run', change.run, change.because, at);
    default:
      return change satisfies never;
  }
}

/**
 * Adds a question with the number of another task's that asks the same, else with the next of its run, and the event that it was asked. Neither relies on a number that was read
 * before, so that questions of one run which come in one group do not collide. Guard, by the primary key: there is none of its id.
 */
function insertQuestion({ question }: ChangeOf<'insert_question'>, at: number): readonly Statement[] {
  const { id, run, task, attempt, source, text, options, onlyOptions } = question;
  const { defaultAnswer, details, deadlineAt, state, askedAt, sameness, answering } = question;
  const told = [id, run, task, attempt, source, text, jsonText(options), onlyOptions ? 1 : 0];
  const args = [...told, defaultAnswer, details, deadlineAt, state, askedAt, sameness, answering];
  return [
    { sql: insert, args, guard: 'question_new' },
    { sql: join, args: [id] },
    { sql: asked, args: [id, at] },
  ];
}

/** Guard: the question is open. */
function rewordQuestion({ question, text, options }: ChangeOf<'reword_question'>): readonly Statement[] {
  return guardedUpdate('question_open', { sql: reword, args: [question, text, jsonText(options)] });
}

/** Guard: the question has that answer. */
function changeAnswer({ question, before, answer, by, at }: ChangeOf<'change_answer'>): readonly Statement[] {
  return guardedUpdate('question_answered', { sql: changeOfAnswer, args: [question, answer, by, at, before] });
}

/** Guard: the question is open. */
function settleQuestion({ question, to, answer, by, at }: ChangeOf<'settle_question'>): readonly Statement[] {
  return guardedUpdate('question_open', { sql: settle, args: [question, to, answer, by, at] });
}

/** Whatever is open of the task or run is withdrawn, with an event each; nothing may be. The events come first: they read what is open. */
function withdrawQuestions(which: 'task' | 'run', id: string, because: string, at: number): readonly Statement[] {
  return [
    { sql: withdrawn(which), args: [id, at, because] },
    { sql: withdraw(which), args: [id, at] },
  ];
}

/** Guard: the orchestrator's answer counts. */
function overruleAnswer({ question, answer, by, at }: ChangeOf<'overrule_answer'>): readonly Statement[] {
  return guardedUpdate('question_of_orchestrator', { sql: overrule, args: [question, answer, by, at] });
}

/** For all who ask the same. Guard: the question is open, and this hidden task has it. */
function passOn({ question, answering, because }: ChangeOf<'pass_question_on'>): readonly Statement[] {
  const held = "SELECT 1 FROM questions WHERE id = ? AND answering = ? AND state = 'open'";
  return [
    guardExists('question_held', { sql: held, args: [question, answering] }),
    { sql: pass, args: [answering, because] },
  ];
}

/** Guard: the question is open, and nobody was reminded of it. */
function noteReminder({ question, at }: ChangeOf<'note_reminder'>): readonly Statement[] {
  const sql = "UPDATE questions SET reminded_at = ?2 WHERE id = ?1 AND state = 'open' AND reminded_at IS NULL";
  return guardedUpdate('question_not_reminded', { sql, args: [question, at] });
}
