import { generateKeyPairSync } from 'node:crypto';
import type { GitHubOptions } from './github.ts';
import type { Permissions } from './state.ts';
import type { AppIdentity } from './world.ts';

/** What the app asks for at its registration. */
const permissionsOfApp: Permissions = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  members: 'read',
  actions: 'write',
};

const eventsOfApp = [
  'issues',
  'issue_comment',
  'sub_issues',
  'issue_dependencies',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'check_run',
  'check_suite',
  'push',
];

/** The app's number. */
const appId = 4_242;

/** Made once for a process: that takes longer than all else of a start. */
let keys: { readonly privateKey: string; readonly publicKey: string } | undefined;

/** The app as it was registered. */
export function registerApp(options: GitHubOptions): AppIdentity {
  keys ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const slug = options.slug ?? 'planwright';
  return {
    id: appId,
    slug,
    name: slug,
    owner: options.appOwner ?? 'acme',
    clientId: `Iv1.${appId}`,
    ...keys,
    permissions: options.permissions ?? permissionsOfApp,
    events: options.events ?? eventsOfApp,
  };
}
