import type { RunnerTokenRecord } from '../../core/runner/runner_token.ts';

/** The tokens of runners. Each call is one statement, so any number of processes may make them at once. */
export type RunnerTokens = {
  /** Keeps a new one; false: the name is taken, be it by one that was revoked. */
  readonly add: (token: Pick<RunnerTokenRecord, 'name' | 'digest' | 'repositories' | 'createdAt'>) => Promise<boolean>;
  readonly byDigest: (digest: string) => Promise<RunnerTokenRecord | null>;
  readonly byName: (name: string) => Promise<RunnerTokenRecord | null>;
  /** All, by name. */
  readonly list: () => Promise<readonly RunnerTokenRecord[]>;
  /** From now on it opens nothing. One that was revoked before keeps its time. */
  readonly revoke: (name: string, at: number) => Promise<void>;
  /** Notes that it was used on that day (`2026-11-21`), unless on a later one. */
  readonly noteUse: (name: string, day: string) => Promise<void>;
};
