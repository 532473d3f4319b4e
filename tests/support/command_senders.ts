import { Octokit } from '@octokit/rest';
import { createAuthorization } from '../../src/github/authorization.ts';
import type { Authorization } from '../../src/service/ports/authorization.ts';

/** Somebody as GitHub knows them in the repository: their role, whether they are in the team `release`, whether they are a bot. */
export type CommandSender = {
  readonly role: 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';
  readonly team?: true;
  readonly bot?: true;
};

/** Everybody who may say something, by login. The last is our own. */
export const COMMAND_SENDERS: Readonly<Record<string, CommandSender>> = {
  nobody: { role: 'none' },
  reader: { role: 'read' },
  triager: { role: 'triage' },
  writer: { role: 'write' },
  maintainer: { role: 'maintain' },
  admin: { role: 'admin' },
  member: { role: 'read', team: true },
  'helper[bot]': { role: 'admin', bot: true },
  'planwright[bot]': { role: 'admin', bot: true },
};

/** GitHub tells old names of two roles where programs ask that know no others. */
const OLD_NAMES: Readonly<Record<string, string>> = { triage: 'read', maintain: 'write' };

/** Who may what, read from what GitHub answers about these accounts. */
export function authorizationOfSenders(): Authorization {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const fetch = async (address: string) => answer(new URL(address).pathname);
  const octokit = new Octokit({ request: { fetch }, log: silent });
  const installations = { owners: new Set(['acme']), ownerOf: async () => 'acme' };
  return createAuthorization(() => octokit, installations);
}

function answer(path: string): Response {
  const login = decodeURIComponent(/\/(?:collaborators|memberships)\/([^/]+)/.exec(path)?.[1] ?? '');
  const sender = COMMAND_SENDERS[login];
  if (sender === undefined) return json(404, { message: 'Not Found' });
  if (path.includes('/memberships/')) {
    return sender.team === true && path.includes('/teams/release/')
      ? json(200, { state: 'active', role: 'member' })
      : json(404, { message: 'Not Found' });
  }
  const { role } = sender;
  return json(200, { permission: OLD_NAMES[role] ?? role, role_name: role, user: { login } });
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}
