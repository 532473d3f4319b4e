import { z } from 'zod';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';

const Repositories = z.array(z.object({ id: z.number().int() }));
const InstallationRepositoriesPayload = z.object({
  repositories_added: Repositories.default([]),
  repositories_removed: Repositories.default([]),
});

/** What each action of the event `installation` means for all repositories of the installation. */
const ACCESS: Readonly<Record<string, 'gained' | 'lost' | 'suspended'>> = {
  created: 'gained',
  unsuspend: 'gained',
  deleted: 'lost',
  suspend: 'suspended',
};

/** The event `installation`. */
export const readInstallation: ReadBody = (_payload, action): IncomingBody => {
  const change = ACCESS[action];
  return change === undefined
    ? ignored(`installations that are ${action}`)
    : { kind: 'access', change, repositories: null };
};

/** The event `installation_repositories`. */
export const readInstallationRepositories: ReadBody = (payload, action) => {
  if (action !== 'added' && action !== 'removed') return ignored(`repositories of installations that are ${action}`);
  const { repositories_added: added, repositories_removed: removed } = InstallationRepositoriesPayload.parse(payload);
  return action === 'added'
    ? { kind: 'access', change: 'gained', repositories: added.map(({ id }) => id) }
    : { kind: 'access', change: 'lost', repositories: removed.map(({ id }) => id) };
};
