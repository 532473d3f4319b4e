import type { Amounts } from '../../protocol/usage.ts';
import type { DecisionBuilder } from '../decision.ts';
import { amountsSetting } from '../plan/read/amounts.ts';
import { budgetOrderIn } from '../plan/read/budget_order.ts';
import { Refusal } from '../refusal.ts';
import { amountsText, usedOfText } from '../text/budget_text.ts';
import { counted } from '../text/counted.ts';
import { limitsOf } from '../usage/run_budget.ts';
import type { BudgetKeeping } from './budget_keeping.ts';
import { applyOrder } from './change_budget.ts';
import type { NewQuestion } from './open_question.ts';
import type { QuestionSlice } from './question_slice.ts';

/** The answer by which a budget stays as it is. */
const NO_MORE = 'no more';
/** Other words for it. */
const REFUSING = /^(?:no more|no|none|stop|enough)[.]?$/i;

/** What a person is asked when most of a budget is used. */
export function budgetQuestion(slice: BudgetKeeping): Omit<NewQuestion, 'id'> {
  const { run, spent, kept, left } = slice;
  const limit = limitsOf(run);
  const isKept = (limit.costMicros !== null && kept.costMicros > 0) || (limit.tokens !== null && kept.tokens > 0);
  const ofKinds = {
    costMicros: limit.costMicros === null ? null : kept.costMicros,
    tokens: limit.tokens === null ? null : kept.tokens,
  };
  const sentences = [
    `${usedOfText(spent, limit)} are used${isKept ? `, and ${amountsText(ofKinds)} more are kept for what is at work` : ''}.`,
    `${counted(left, 'task')} of agents ${left === 1 ? 'is' : 'are'} left to do${forecastText(slice, limit)}.`,
    'Everything goes on meanwhile; when all is used, agents stop, and their work is kept. How much more may the run use?',
  ];
  return {
    source: 'budget',
    text: sentences.join(' '),
    options: [`+${amountsSetting(moreOf(slice, limit))}`, NO_MORE],
    onlyOptions: false,
  };
}

/** What an answer does: more is allowed, or nothing is. */
export function onBudgetAnswer(
  builder: DecisionBuilder,
  { run, spent = { costMicros: 0, tokens: 0 } }: QuestionSlice,
  { answer, by }: { readonly answer: string; readonly by: string | null },
): void {
  if (REFUSING.test(answer.trim())) return;
  const order = budgetOrderIn(answer);
  if (order === null) {
    throw new Refusal(
      'bad_request',
      `That is no amount. Answer for example \`+$5\`, \`$30\`, \`+2M tokens\` or \`${NO_MORE}\`.`,
    );
  }
  applyOrder(builder, { run, spent }, order, by ?? 'planwright');
}

function forecastText({ forecast: { costMicros, tokens }, left }: BudgetKeeping, limit: Amounts): string {
  const kind = limit.costMicros === null ? tokens : costMicros;
  if (kind.unknown >= left) return '';
  const of = kind.unknown === 0 ? 'they use' : `${left - kind.unknown} of them use`;
  const text = (amount: number) =>
    amountsText(
      limit.costMicros === null ? { costMicros: null, tokens: amount } : { costMicros: amount, tokens: null },
    );
  return `; by what such attempts used before, ${of} about ${text(kind.median)}, mostly ${text(kind.low)} to ${text(kind.high)}`;
}

/** A quarter of the budget, or what the rest is likely to use beyond what is left; in round figures. */
function moreOf({ forecast, spent }: BudgetKeeping, limit: Amounts): Amounts {
  const more = (of: number | null, used: number, likely: number): number | null =>
    of === null ? null : round(Math.max(of / 4, likely - (of - used), 1));
  return {
    costMicros: more(limit.costMicros, spent.costMicros, forecast.costMicros.median),
    tokens: more(limit.tokens, spent.tokens, forecast.tokens.median),
  };
}

/** Upwards, to one figure or a half more. */
function round(amount: number): number {
  const step = 10 ** Math.floor(Math.log10(amount)) / 2;
  return Math.max(1, Math.ceil(Math.ceil(amount / step) * step));
}
