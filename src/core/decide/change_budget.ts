import type { Amounts, BudgetStage, Used } from '../../protocol/usage.ts';
import { type Decision, DecisionBuilder } from '../decision.ts';
import { amountsSetting } from '../plan/read/amounts.ts';
import type { BudgetOrder } from '../plan/read/budget_order.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { Refusal } from '../refusal.ts';
import { runHasEnded } from '../run/run_state.ts';
import { runStanding } from '../text/run_standing.ts';
import { partSpent } from '../usage/bounded.ts';
import { limitsOf } from '../usage/run_budget.ts';
import type { BudgetedRun } from './budget_keeping.ts';

/** From this part of a budget on somebody is asked for more. */
export const ASKED_AT = 0.8;

/** A person sets the budget of a run, or adds to it. Who was asked for more has answered with that, unless agents wait for more still. */
export function changeBudget(
  slice: BudgetedRun & {
    /** What is asked about the budget and not answered; null: nothing. */
    readonly question: QuestionRecord | null;
  },
  { order, by }: { readonly order: BudgetOrder; readonly by: string },
  now: number,
): Decision<Amounts> {
  const builder = new DecisionBuilder();
  const { question } = slice;
  const to = applyOrder(builder, slice, order, by);
  if (question !== null && partSpent({ limit: to, spent: slice.spent }) < 1) {
    const answer = `${order.how === 'add' ? '+' : ''}${amountsSetting(order.amounts)}`;
    builder
      .event({ run: slice.run.id, body: { kind: 'question_answered', n: question.n, answer, by } })
      .change({ kind: 'settle_question', question: question.id, to: 'answered', answer, by, at: now });
  }
  return builder.result(to);
}

/** The run may use what is ordered from now on; what waited for it goes on. Answers what that is. */
export function applyOrder(
  builder: DecisionBuilder,
  { run, spent }: BudgetedRun,
  { how, amounts }: BudgetOrder,
  by: string,
): Amounts {
  if (runHasEnded(run.state)) {
    throw new Refusal('not_allowed_in_state', `The run ${runStanding(run.state)}; nothing of it uses more.`);
  }
  const from = limitsOf(run);
  const to = how === 'set' ? { ...from, ...given(amounts) } : raised(from, amounts);
  builder.event({ run: run.id, body: { kind: 'budget_changed', from, to, by } }).change({
    kind: 'set_budget',
    run: run.id,
    from: { ...from, stage: run.budgetStage },
    to: { ...to, stage: stageOf(to, spent, run.budgetStage) },
  });
  return to;
}

/** Where most of the new one is used already, nobody is asked again at once; where all of it is, it stays as it was told. */
function stageOf(limit: Amounts, spent: Used, before: BudgetStage): BudgetStage {
  const part = partSpent({ limit, spent });
  if (part >= 1 && before === 'spent') return 'spent';
  return part >= ASKED_AT ? 'late' : 'open';
}

function given({ costMicros, tokens }: Amounts): Partial<Amounts> {
  return { ...(costMicros === null ? {} : { costMicros }), ...(tokens === null ? {} : { tokens }) };
}

function raised(from: Amounts, more: Amounts): Amounts {
  const has = [
    ...(from.costMicros === null ? [] : ['one of money, to which `+$5` adds']),
    ...(from.tokens === null ? [] : ['one of tokens, to which `+2M tokens` adds']),
  ];
  const plus = (limit: number | null, by: number | null, kind: string, example: string): number | null => {
    if (by === null) return limit;
    if (limit !== null) return limit + by;
    const instead = has.length > 0 ? `It has ${has.join(' and ')}.` : `Without \`+\` one is set: \`${example}\`.`;
    throw new Refusal('bad_request', `The run has no budget of ${kind} to which something could be added. ${instead}`);
  };
  return {
    costMicros: plus(from.costMicros, more.costMicros, 'money', '$20'),
    tokens: plus(from.tokens, more.tokens, 'tokens', '5M tokens'),
  };
}
