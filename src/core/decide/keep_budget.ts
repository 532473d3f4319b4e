import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { monthlyUsedText, usedOfText } from '../text/budget_text.ts';
import { partSpent } from '../usage/bounded.ts';
import { monthOf } from '../usage/month_of.ts';
import { budgetOfRun, limitsOf } from '../usage/run_budget.ts';
import type { BudgetKeeping } from './budget_keeping.ts';
import { budgetQuestion } from './budget_question.ts';
import { ASKED_AT } from './change_budget.ts';
import { openQuestion } from './open_question.ts';
import { orderAttempt } from './order_cancel.ts';

/**
 * Asks for more when most of a run's budget is used, once for each budget, and stops its agents when all of it is, or all that the plans
 * of its repository may use in this month: they end gracefully, their work is kept, and their tasks come back as if they had not been
 * handed out. Where nothing is left to do, nobody is asked any more.
 */
export function keepBudget(slice: BudgetKeeping, around: Surroundings): Decision<null> {
  const { run, atWork, ofRepository, left, asked } = slice;
  if (left === 0 && asked !== null) return withdraw(slice, asked, around.now);
  if (run.state !== 'running' || run.cancel !== null) return nothing(null);
  const builder = new DecisionBuilder();
  const isSpent = budgetOfRun(run) !== null && keepOwnBudget(builder, slice, around);
  const isRepositorySpent = ofRepository !== null && partSpent(ofRepository) >= 1;
  if (isRepositorySpent && !isSpent && atWork.some(({ cancel }) => cancel === null)) {
    const used = monthlyUsedText(ofRepository, monthOf(around.now));
    builder.event({ run: run.id, body: { kind: 'budget_spent', used } });
  }
  if (isSpent || isRepositorySpent) {
    for (const attempt of atWork) orderAttempt(builder, attempt, 'graceful', 'run_budget');
  }
  return builder.result(null);
}

/** It is asked anew should something come back. */
function withdraw({ run }: BudgetKeeping, { id, n }: Pick<QuestionRecord, 'id' | 'n'>, now: number): Decision<null> {
  const builder = new DecisionBuilder()
    .event({ run: run.id, body: { kind: 'question_withdrawn', n, because: 'Nothing is left to do for agents.' } })
    .change({ kind: 'settle_question', question: id, to: 'withdrawn', answer: null, by: null, at: now });
  if (run.budgetStage === 'asked') {
    const limit = limitsOf(run);
    const to = { ...limit, stage: 'open' } as const;
    builder.change({ kind: 'set_budget', run: run.id, from: { ...limit, stage: 'asked' }, to });
  }
  return builder.result(null);
}

/** Looks after the budget of the run itself. Says whether all of it is used. */
function keepOwnBudget(builder: DecisionBuilder, slice: BudgetKeeping, around: Surroundings): boolean {
  const { run, spent, left, asked } = slice;
  const limit = limitsOf(run);
  const part = partSpent({ limit, spent });
  const stage = run.budgetStage;
  const isSpent = part >= 1;
  const asks = left > 0 && asked === null && (stage === 'open' ? part >= ASKED_AT : stage === 'late' && isSpent);
  if (asks) {
    openQuestion(
      builder,
      { run: run.id, task: null, attempt: null },
      { id: around.newId(), ...budgetQuestion(slice) },
      around.now,
    );
  }
  // What stands in the comment would say that all goes on, and offer what is too little by now.
  if (isSpent && stage !== 'spent' && asked !== null) {
    const { text, options } = budgetQuestion(slice);
    builder.change({ kind: 'reword_question', run: run.id, question: asked.id, text, options });
  }
  const next = isSpent ? 'spent' : asks ? 'asked' : stage;
  if (next !== stage) {
    const from = { ...limit, stage };
    builder.change({ kind: 'set_budget', run: run.id, from, to: { ...limit, stage: next } });
  }
  if (isSpent && stage !== 'spent') {
    builder.event({ run: run.id, body: { kind: 'budget_spent', used: usedOfText(spent, limit) } });
  }
  return isSpent;
}
