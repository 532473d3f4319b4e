import { z } from 'zod';

/** How tokens of `planwright token` look, and what `/api/v1/runner-tokens` is asked and answers. */

/** How they begin, by which people and scanners of secrets know them. */
export const RUNNER_TOKEN_PREFIX = 'pwr_';

/** A whole one, as a pattern: the prefix, then 256 random bits in base64url. */
export const RUNNER_TOKEN_SHAPE = 'pwr_[A-Za-z0-9_-]{43}';

const Time = z.number().int();

/** A token as people see it: never its text. */
export const RunnerTokenView = z.object({
  name: z.string(),
  /** Globs of `owner/name` whose tasks its runners may have; null: all. */
  repositories: z.array(z.string()).nullable(),
  createdAt: Time,
  /** A day in UTC, `2026-11-21`; null: never used. */
  lastUsedOn: z.string().nullable(),
  revokedAt: Time.nullable(),
});
export type RunnerTokenView = z.infer<typeof RunnerTokenView>;

/** `GET /api/v1/runner-tokens`: by name, revoked ones too. */
export const ListRunnerTokensResponse = z.object({ tokens: z.array(RunnerTokenView) });
export type ListRunnerTokensResponse = z.infer<typeof ListRunnerTokensResponse>;

/** `OWNER/NAME` as GitHub has them, `*` for anything; `*` alone means all. What has neither slash nor that means nothing. */
const SCOPE = /^(?:\*|[A-Za-z0-9_*-]{1,100}\/(?!.*\.git$)[A-Za-z0-9._*-]{1,140})$/i;

/** `POST /api/v1/runner-tokens`. Without `repositories` its runners may have the tasks of all. */
export const CreateRunnerTokenRequest = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'is not made of at most 64 of a-z 0-9 . _ -, the first a letter or digit'),
  repositories: z
    .array(z.string().regex(SCOPE, 'is not OWNER/NAME, like acme/web, nor a glob of such names, like acme/*'))
    .min(1)
    .max(256)
    .optional(),
});
export type CreateRunnerTokenRequest = z.infer<typeof CreateRunnerTokenRequest>;
export const CreateRunnerTokenResponse = z.object({
  token: RunnerTokenView,
  /** The token itself. It is told here and never again. */
  secret: z.string(),
  /** Of its globs those that match no repository known so far. There may be one yet, so this is no error. */
  unmatched: z.array(z.string()),
});
export type CreateRunnerTokenResponse = z.infer<typeof CreateRunnerTokenResponse>;

/** `POST /api/v1/runner-tokens/:name/revoke`. */
export const RevokeRunnerTokenResponse = z.object({ token: RunnerTokenView });
export type RevokeRunnerTokenResponse = z.infer<typeof RevokeRunnerTokenResponse>;
