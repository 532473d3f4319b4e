import type { RunnerTokens } from '../../src/service/ports/runner_tokens.ts';
import type { Tables } from './memory_tables.ts';

/** The tokens of runners in memory. */
export function memoryRunnerTokens({ runnerTokens, scheduler }: Tables): RunnerTokens {
  return {
    add: async (token) => {
      if (runnerTokens.has(token.name)) return false;
      runnerTokens.set(token.name, { ...token, lastUsedOn: null, revokedAt: null });
      return true;
    },
    byDigest: async (digest) => [...runnerTokens.values()].find((token) => token.digest === digest) ?? null,
    byName: async (name) => runnerTokens.get(name) ?? null,
    list: async () => [...runnerTokens.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
    revoke: async (name, at) => {
      const token = runnerTokens.get(name);
      if (token !== undefined) runnerTokens.set(name, { ...token, revokedAt: token.revokedAt ?? at });
      scheduler.set('version', (scheduler.get('version') ?? 0) + 1);
    },
    noteUse: async (name, day) => {
      const token = runnerTokens.get(name);
      if (token === undefined || (token.lastUsedOn !== null && token.lastUsedOn >= day)) return;
      runnerTokens.set(name, { ...token, lastUsedOn: day });
    },
  };
}
