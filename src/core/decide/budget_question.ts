import type { Amounts } from '../../protocol/usage.ts';
import type { DecisionBuilder } from '../decision.ts';
import { amountsSetting } from '../plan/read/amounts.ts';
import { budgetOrderIn } from '../plan/read/budget_order.ts';
import { Refusal } from '../refusal.ts';
import { amountsText, usedOfText } from '../text/budget_text.ts';
import { counted } from '../text/counted.ts';
import { partSpent } from '../usage/bounded.ts';
import { moreBudget, roundUp } from '../usage/more_budget.ts';
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
    `${counted(left, 'task')} ${left === 1 ? 'is' : 'are'} left for agents${forecastText(slice, limit)}.`,
    partSpent({ limit, spent }) < 1
      ? 'Everything goes on meanwhile; when all is used, agents stop, and their work is kept.'
      : 'Agents stop, and their work is kept; with more they go on from there.',
    'How much more may the run use?',
  ];
  return {
    source: 'budget',
    text: sentences.join(' '),
    options: [
      partSpent({ limit, spent }) < 1 ? `+${amountsSetting(moreOf(slice, limit))}` : moreBudget({ limit, spent }),
      NO_MORE,
    ],
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
  const limit = applyOrder(builder, { run, spent }, order, by ?? 'planwright');
  if (partSpent({ limit, spent }) < 1) return;
  throw new Refusal(
    'bad_request',
    `That is not enough: ${usedOfText(spent, limit)} would be used then. Answer for example \`${moreBudget({ limit: limitsOf(run), spent })}\`, or \`${NO_MORE}\`.`,
  );
}

function forecastText({ forecast: { costMicros, tokens }, left }: BudgetKeeping, limit: Amounts): string {
  const kind = limit.costMicros === null ? tokens : costMicros;
  if (kind.unknown >= left) return '';
  const all = left === 1 ? 'it uses' : 'they use';
  const of = kind.unknown === 0 ? all : `${left - kind.unknown} of them use`;
  const text = (amount: number) =>
    amountsText(
      limit.costMicros === null ? { costMicros: null, tokens: amount } : { costMicros: amount, tokens: null },
    );
  return `; by what such attempts used before, ${of} about ${text(kind.median)}${kind.low === kind.high ? '' : `, mostly ${text(kind.low)} to ${text(kind.high)}`}`;
}

/** A quarter of the budget, or what the rest is likely to use beyond what is left; in round figures. */
function moreOf({ forecast, spent }: BudgetKeeping, limit: Amounts): Amounts {
  const more = (of: number | null, used: number, likely: number): number | null =>
    of === null ? null : roundUp(Math.max(of / 4, likely - (of - used), 1));
  return {
    costMicros: more(limit.costMicros, spent.costMicros, forecast.costMicros.median),
    tokens: more(limit.tokens, spent.tokens, forecast.tokens.median),
  };
}
