/** Whose attempts are meant: those of an agent, by its name in the repository, in a role. */
export type UsageOf = { readonly repository: string; readonly agent: string; readonly role: string };

/** What an attempt that came to its own end has used. Tokens as `countedTokens` of the protocol counts them. */
export type UsageSample = {
  readonly tokens: number;
  /** Millionths of a US dollar; null: nobody knows. */
  readonly costMicros: number | null;
  /** From its start to its end. */
  readonly durationMs: number;
};

/**
 * What the newest attempts of an agent in a role used in a repository. Those that were interrupted say nothing: a later one
 * did the rest.
 */
export type UsageHistory = UsageOf & { readonly samples: readonly UsageSample[] };

/** How many of the newest attempts a history looks at. */
export const HISTORY_ATTEMPTS = 30;
