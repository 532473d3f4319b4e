import { type Clients, createClients, type GitHubOptions } from '../../src/github/clients/clients.ts';
import type { GitHub } from '../support/github/start_github.ts';
import { memoryPacing } from '../support/memory_pacing.ts';
import { emptyTables } from '../support/memory_tables.ts';

/** Clients of the stand-in's App that wait for nothing, unless told otherwise. */
export function clientsOf(github: GitHub, options: Partial<GitHubOptions> = {}): Clients {
  return createClients({
    appId: github.appId,
    privateKey: github.privateKey,
    apiUrl: github.url,
    version: '1.2.3',
    pacing: memoryPacing(emptyTables()),
    spacingMs: 0,
    clock: { now: () => Date.now() },
    sleep: async () => undefined,
    ...options,
  });
}
