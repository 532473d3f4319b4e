import { z } from 'zod';

/** What Codex's server sends, as far as it is read here. */

/** The answer to `thread/start` and `thread/resume`. */
export const ThreadAnswer = z.looseObject({ thread: z.looseObject({ id: z.string() }), model: z.string().nullish() });
/** That, read. */
export type ThreadAnswer = z.infer<typeof ThreadAnswer>;
/** The answer to `turn/start`. */
export const TurnAnswer = z.looseObject({ turn: z.looseObject({ id: z.string() }) });

/** Tokens of a thread. */
export const Tokens = z.looseObject({
  inputTokens: z.number(),
  cachedInputTokens: z.number(),
  outputTokens: z.number(),
});
/** Those. */
export type Tokens = z.infer<typeof Tokens>;
/** Of the whole thread so far. */
export const TokenUsage = z.looseObject({ tokenUsage: z.looseObject({ total: Tokens }) });

/** Why a turn failed. `codexErrorInfo` is a name, or an object with the name as its only key. */
export const TurnError = z.looseObject({
  message: z.string(),
  codexErrorInfo: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  additionalDetails: z.string().nullish(),
});
/** One of them. */
export type TurnError = z.infer<typeof TurnError>;

/** An error on the way; `willRetry`: it is no end. */
export const ErrorNote = z.looseObject({ error: TurnError, willRetry: z.boolean().default(false) });

/** The end of a turn. */
export const TurnCompleted = z.looseObject({
  turn: z.looseObject({ status: z.string(), error: TurnError.nullish() }),
});

/** A question to a person, of one or several parts. */
export const UserInput = z.looseObject({
  questions: z
    .array(
      z.looseObject({
        id: z.string(),
        question: z.string(),
        options: z.array(z.looseObject({ label: z.string() })).nullish(),
      }),
    )
    .min(1),
});
/** Something that the agent did or said. */
export const ItemNote = z.looseObject({
  item: z.looseObject({
    type: z.string(),
    text: z.string().optional(),
    command: z.string().optional(),
    aggregatedOutput: z.string().nullish(),
    exitCode: z.number().nullish(),
    status: z.string().optional(),
    changes: z.array(z.looseObject({ path: z.string() })).optional(),
    tool: z.string().optional(),
    arguments: z.unknown().optional(),
    result: z.unknown().optional(),
    // Of a tool that could not be called; other items have errors of other shapes.
    error: z.looseObject({ message: z.string() }).nullish().catch(null),
  }),
});
/** That, read. */
export type Item = z.infer<typeof ItemNote>['item'];

/** When the account's limits end, in seconds since the Unix epoch. */
const Window = z.looseObject({ usedPercent: z.number(), resetsAt: z.number().nullish() }).nullish();
/** News of them. */
export const RateLimits = z.looseObject({ rateLimits: z.looseObject({ primary: Window, secondary: Window }) });
/** Those, read. */
export type RateLimits = z.infer<typeof RateLimits>;

/** Something to know that ends nothing. */
export const Warning = z.looseObject({ message: z.string() });
