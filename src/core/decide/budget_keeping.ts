import type { Used } from '../../protocol/usage.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import type { AttemptRecord, RunRecord } from '../records.ts';
import type { Bounded } from '../usage/bounded.ts';
import type { UsageForecast } from '../usage/estimate_usage.ts';

/** A run with what it has used. */
export type BudgetedRun = { readonly run: RunRecord; readonly spent: Used };

/** For keeping a run within its budget. */
export type BudgetKeeping = BudgetedRun & {
  /** What all plans of its repository may use in this month, and have used; null: nothing bounds them. */
  readonly ofRepository: Pick<Bounded, 'limit' | 'spent'> | null;
  /** What is kept for attempts at work beyond what they have used of it. */
  readonly kept: Used;
  /** Attempts of agents at work. */
  readonly atWork: readonly Pick<AttemptRecord, 'id' | 'state' | 'cancel'>[];
  /** Tasks of agents that have not come to their end, and what they are likely to use. */
  readonly left: number;
  readonly forecast: UsageForecast;
  /** What somebody is asked for more by; null: nobody is asked. */
  readonly asked: Pick<QuestionRecord, 'id' | 'n'> | null;
};
