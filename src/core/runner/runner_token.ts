import { createHash } from 'node:crypto';
import { RUNNER_TOKEN_PREFIX, RUNNER_TOKEN_SHAPE } from '../../protocol/runner_tokens.ts';
import { isCovered } from './repository_globs.ts';

/** What a token of `planwright token` lets a runner do. Neither its name nor its scope ever changes. */
export type RunnerToken = {
  readonly name: string;
  /** Globs of `owner/name` whose tasks its runners may have; null: all. */
  readonly repositories: readonly string[] | null;
};

/** A token as it is stored: by the digest of its text, never the text. Times are epoch milliseconds. */
export type RunnerTokenRecord = RunnerToken & {
  readonly digest: string;
  readonly createdAt: number;
  /** The day that it was last used on, in UTC: `2026-11-21`. */
  readonly lastUsedOn: string | null;
  readonly revokedAt: number | null;
};

/** Bytes of randomness in a token: more than can be guessed. */
export const RUNNER_TOKEN_BYTES = 32;

const shape = new RegExp(`^${RUNNER_TOKEN_SHAPE}$`);

/** The text of a token, from {@link RUNNER_TOKEN_BYTES} random bytes. */
export function runnerTokenOf(bytes: Uint8Array): string {
  return `${RUNNER_TOKEN_PREFIX}${Buffer.from(bytes).toString('base64url')}`;
}

/** Whether a text could be a token at all; what cannot is looked for nowhere. */
export function isRunnerToken(text: string): boolean {
  return shape.test(text);
}

/** What is stored of a token: its SHA-256 in hex. It needs no salt and no slow hash, for a token is 256 random bits. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether runners with the token (null: that of the service's environment) may have what is in the repository. */
export function mayHave(token: RunnerToken | null, repository: string): boolean {
  return token === null || token.repositories === null || isCovered(repository, token.repositories);
}
