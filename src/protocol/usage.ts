import { z } from 'zod';

const Tokens = z.number().int().nonnegative();

/** Money in millionths of a US dollar. Whole numbers, so that sums are exact. */
const CostMicros = z.number().int().nonnegative();

/** What an attempt has used, as its runner knows it. */
export const Usage = z.object({
  /** Everything that the model read, that from its cache included. */
  inputTokens: Tokens,
  /** The part of it that the model's cache held. */
  cachedTokens: Tokens,
  outputTokens: Tokens,
  /** As the agent reckons; null: it says nothing of money. */
  costMicros: CostMicros.nullable(),
  /** The model that answered, as the agent names it; null: it does not. */
  model: z.string().max(200).nullable(),
});
export type Usage = z.infer<typeof Usage>;

/** What an attempt has used, with what it cost: as the agent said, or reckoned from the table of prices. */
export const PricedUsage = Usage.extend({
  /** Who says what it cost; null: nobody knows. */
  costBy: z.enum(['agent', 'prices']).nullable(),
});
export type PricedUsage = z.infer<typeof PricedUsage>;

/** What several attempts have used together. */
export const UsageSum = z.object({
  inputTokens: Tokens,
  cachedTokens: Tokens,
  outputTokens: Tokens,
  /** Of the attempts whose cost is known; null: of none it is. */
  costMicros: CostMicros.nullable(),
  /** The part of the cost that was reckoned from the table of prices. */
  reckonedMicros: CostMicros,
  /** Attempts whose cost is not known, so that it was more than `costMicros`. */
  unpricedAttempts: z.number().int().nonnegative(),
});
export type UsageSum = z.infer<typeof UsageSum>;

/** What a model takes, in US dollars per million tokens. */
export const Price = z.object({
  /** A model's name; `*` stands for anything. The first that fits counts. */
  model: z.string().min(1).max(200),
  input: z.number().nonnegative().max(100_000),
  /** Of what the model's cache held. */
  cached: z.number().nonnegative().max(100_000),
  output: z.number().nonnegative().max(100_000),
});
export type Price = z.infer<typeof Price>;

/** The tokens that count towards a limit. What a cache held is read again with every request, and is not counted each time. */
export function countedTokens({
  inputTokens,
  cachedTokens,
  outputTokens,
}: Pick<Usage, 'inputTokens' | 'cachedTokens' | 'outputTokens'>): number {
  return Math.max(0, inputTokens - cachedTokens) + outputTokens;
}

/** Amounts of what agents use, as limits; null: no limit of that kind. Tokens as {@link countedTokens} counts them. */
export const Amounts = z.object({ costMicros: CostMicros.nullable(), tokens: Tokens.nullable() });
export type Amounts = z.infer<typeof Amounts>;

/** What was used, or is kept for what is at work. */
export type Used = { readonly costMicros: number; readonly tokens: number };

/**
 * How a budget stands: `open`: nobody was asked for more; `late`: it was raised when most of the new one was used already, so that
 * nobody is asked before its end; `asked`: somebody was; `spent`: agents do nothing until there is more.
 */
export const BudgetStage = z.enum(['open', 'late', 'asked', 'spent']);
export type BudgetStage = z.infer<typeof BudgetStage>;

/** What the agents of a run may use, and how that stands. */
export const RunBudget = Amounts.extend({ stage: BudgetStage });
export type RunBudget = z.infer<typeof RunBudget>;

/** What a task may use in all its attempts together, and what is used of it before this one. */
export const Budget = z.object({
  /** null: no limit of that kind. */
  maxCostMicros: CostMicros.nullable(),
  /** As {@link countedTokens} counts them. */
  maxTokens: Tokens.nullable(),
  spentMicros: CostMicros,
  spentTokens: Tokens,
  /** For agents that say nothing of money. */
  prices: z.array(Price).max(500),
  /** What this attempt alone may use of what is left to its run; absent: nothing bounds the run. */
  share: Amounts.optional(),
});
export type Budget = z.infer<typeof Budget>;
