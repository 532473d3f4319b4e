import { z } from 'zod';

/** Tokens and money, as an agent's program counts them. */
export const AgentUsage = z.object({
  inputTokens: z.number().int().nonnegative(),
  /** The part of them that the model's cache held. */
  cachedTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** In US dollars, as the agent reckons; null: it does not say. */
  costUsd: z.number().nonnegative().nullable(),
});
export type AgentUsage = z.infer<typeof AgentUsage>;

/**
 * An agent's own conversation, which lives in the HOME of its task on one runner. `used` is what the agent said it had used by
 * the end of it, since several agents count on from there when the conversation goes on.
 */
export const AgentSession = z.object({ id: z.string().min(1).max(512), used: AgentUsage });
export type AgentSession = z.infer<typeof AgentSession>;
