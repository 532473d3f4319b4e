import type { Price } from '../../protocol/usage.ts';

/**
 * The day of the table. The lists that it is put together of, each with the day to which it is known:
 * - OpenAI, https://developers.openai.com/api/docs/pricing, 2026-11-18
 * - Google, https://ai.google.dev/gemini-api/docs/pricing, 2026-10-13
 * - Anthropic, https://platform.claude.com/docs/en/about-claude/pricing, 2026-10-16
 */
export const PRICES_AS_OF = '2026-11-21';

/**
 * List prices in US dollars per million tokens, for agents that say nothing of money: standard rates of short prompts, without
 * discounts, introductory prices and subscriptions. What is written to a cache, which some lists have at 1.25 times the price of
 * input, counts as input, for agents do not tell it apart. The first row that fits counts; a model that is not here has no
 * known cost, so that rows name models and not families: a faster one of the same name may cost several times as much.
 */
export const PRICES: readonly Price[] = [
  { model: 'gpt-6.2-astra', input: 8, cached: 0.4, output: 40 },
  { model: 'gpt-6.2-sol', input: 2, cached: 0.1, output: 10 },
  { model: 'gpt-6.1-sol', input: 2, cached: 0.1, output: 10 },
  { model: 'gpt-6.1-terra', input: 1, cached: 0.05, output: 5 },
  { model: 'gpt-6-astra', input: 10, cached: 1, output: 50 },
  { model: 'gpt-6-sol', input: 2, cached: 0.2, output: 10 },
  { model: 'gpt-6-luna', input: 0.1, cached: 0.01, output: 0.5 },
  { model: 'gpt-5.6', input: 4, cached: 0.4, output: 20 },
  { model: 'gpt-5.6-sol', input: 4, cached: 0.4, output: 20 },
  { model: 'gpt-5.6-terra', input: 2, cached: 0.2, output: 12 },
  { model: 'gpt-5.6-luna', input: 0.2, cached: 0.02, output: 1.2 },
  { model: 'gpt-5.5', input: 5, cached: 0.5, output: 30 },
  { model: 'gpt-5.5-pro', input: 30, cached: 30, output: 180 },
  { model: 'gpt-5.4', input: 2.5, cached: 0.25, output: 15 },
  { model: 'gpt-5.4-mini', input: 0.75, cached: 0.075, output: 4.5 },
  { model: 'gpt-5.4-nano', input: 0.2, cached: 0.02, output: 1.25 },
  { model: 'gpt-5.3-codex', input: 1.75, cached: 0.175, output: 14 },
  { model: 'gpt-5.2', input: 1.75, cached: 0.175, output: 14 },
  { model: 'gpt-5.2-codex', input: 1.75, cached: 0.175, output: 14 },
  { model: 'gpt-5.1', input: 1.25, cached: 0.125, output: 10 },
  { model: 'gpt-5.1-codex', input: 1.25, cached: 0.125, output: 10 },
  { model: 'gpt-5.1-codex-max', input: 1.25, cached: 0.125, output: 10 },
  { model: 'gpt-5.1-codex-mini', input: 0.25, cached: 0.025, output: 2 },
  { model: 'gpt-5', input: 1.25, cached: 0.125, output: 10 },
  { model: 'gpt-5-codex', input: 1.25, cached: 0.125, output: 10 },
  { model: 'gpt-5-mini', input: 0.25, cached: 0.025, output: 2 },
  { model: 'gpt-5-nano', input: 0.05, cached: 0.005, output: 0.4 },
  { model: 'gpt-4o', input: 2.5, cached: 1.25, output: 10 },
  { model: 'gemini-4-argon', input: 4, cached: 0.2, output: 20 },
  { model: 'gemini-3.8-flash', input: 1.5, cached: 0.15, output: 7.5 },
  { model: 'gemini-3.7-flash', input: 1.5, cached: 0.15, output: 7.5 },
  { model: 'gemini-3.6-flash', input: 1.5, cached: 0.15, output: 7.5 },
  { model: 'gemini-3.5-flash', input: 1.5, cached: 0.15, output: 9 },
  { model: 'gemini-3.5-flash-lite', input: 0.3, cached: 0.03, output: 2.5 },
  { model: 'gemini-3.1-pro*', input: 2, cached: 0.2, output: 12 },
  { model: 'gemini-3.1-flash-lite*', input: 0.25, cached: 0.025, output: 1.5 },
  { model: 'gemini-3-flash-preview', input: 0.5, cached: 0.05, output: 3 },
  { model: 'gemini-2.5-pro', input: 1.25, cached: 0.125, output: 10 },
  { model: 'gemini-2.5-flash-lite', input: 0.1, cached: 0.01, output: 0.4 },
  { model: 'gemini-2.5-flash', input: 0.3, cached: 0.03, output: 2.5 },
  { model: 'claude-fable-5-1', input: 10, cached: 0.25, output: 50 },
  { model: 'claude-fable-5', input: 10, cached: 1, output: 50 },
  { model: 'claude-opus-5-5', input: 4, cached: 0.2, output: 20 },
  { model: 'claude-opus-5', input: 5, cached: 0.5, output: 25 },
  { model: 'claude-opus-4-8', input: 5, cached: 0.5, output: 25 },
  { model: 'claude-opus-4-7', input: 5, cached: 0.5, output: 25 },
  { model: 'claude-opus-4-6', input: 5, cached: 0.5, output: 25 },
  { model: 'claude-opus-4-5', input: 5, cached: 0.5, output: 25 },
  { model: 'claude-sonnet-5-5', input: 2, cached: 0.1, output: 10 },
  { model: 'claude-sonnet-5', input: 2, cached: 0.2, output: 10 },
  { model: 'claude-sonnet-4-6', input: 3, cached: 0.3, output: 15 },
  { model: 'claude-sonnet-4-5', input: 3, cached: 0.3, output: 15 },
  { model: 'claude-haiku-5-5', input: 0.1, cached: 0.01, output: 0.5 },
  { model: 'claude-haiku-4-5', input: 1, cached: 0.1, output: 5 },
];
