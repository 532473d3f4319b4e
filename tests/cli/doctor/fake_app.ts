import { createVerify, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { eventsToAskFor, readAppManifest } from '../../../src/cli/setup/app_manifest.ts';

/** What GitHub says of the App; tests change it. */
export type AppOnGitHub = {
  app: Record<string, unknown>;
  installations: Record<string, unknown>[];
  /** undefined: GitHub finds none. */
  hook: Record<string, unknown> | undefined;
  deliveries: Record<string, unknown>[];
  /** How much later it is there. */
  clockAheadMs: number;
};

/** GitHub as far as looking at an App goes. It answers only whoever proves to have the App's key. */
export type FakeApp = AppOnGitHub & {
  readonly origin: string;
  /** The environment of a service that is this App. */
  readonly variables: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

export const APP_ID = 4711;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

export function delivery(guid: string, statusCode: number, status = 'OK') {
  const delivered_at = '2026-03-04T05:06:07Z';
  return { id: 1, guid, delivered_at, event: 'issues', action: 'labeled', status, status_code: statusCode };
}

export async function fakeApp(): Promise<FakeApp> {
  const manifest = await readAppManifest();
  const answers: Record<string, () => unknown> = {
    '/api/v3/app': () => fake.app,
    '/api/v3/app/installations': () => fake.installations,
    '/api/v3/app/hook/config': () => fake.hook,
    '/api/v3/app/hook/deliveries': () => fake.deliveries,
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answer = answers[pathname];
    const body = answer?.();
    const status = !isFromApp(request.headers.authorization) ? 401 : body === undefined ? 404 : 200;
    const problem = { message: status === 401 ? 'A JSON web token could not be decoded' : 'Not Found' };
    const date = new Date(Date.now() + fake.clockAheadMs).toUTCString();
    response.writeHead(status, { 'content-type': 'application/json', date });
    response.end(JSON.stringify(status === 200 ? body : problem));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const host = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  const fake: FakeApp = {
    origin: `http://${host}`,
    variables: {
      APP_ID: String(APP_ID),
      PRIVATE_KEY: keys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      WEBHOOK_SECRET: 'hush-hush-hush-hush-hush',
      GHE_HOST: host,
      GHE_PROTOCOL: 'http',
      PUBLIC_URL: 'http://127.0.0.1:9',
    },
    app: {
      id: APP_ID,
      slug: 'planwright-acme',
      html_url: 'https://github.com/apps/planwright-acme',
      owner: { login: 'Acme' },
      permissions: manifest.default_permissions,
      events: eventsToAskFor(manifest),
    },
    installations: [installation('Acme', manifest.default_permissions)],
    hook: { url: 'http://127.0.0.1:9/api/github/webhooks', content_type: 'json', insecure_ssl: '0' },
    deliveries: [delivery('a', 202)],
    clockAheadMs: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

export function installation(login: string, permissions: object, more: object = {}) {
  const html_url = `https://github.com/organizations/${login}/settings/installations/1`;
  return { id: 1, account: { login }, html_url, permissions, repository_selection: 'all', suspended_at: null, ...more };
}

function isFromApp(authorization = ''): boolean {
  const [header = '', payload = '', signature = ''] = authorization.replace(/^bearer /i, '').split('.');
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verify.verify(keys.publicKey, signature, 'base64url')) return false;
  return String(JSON.parse(Buffer.from(payload, 'base64url').toString()).iss) === String(APP_ID);
}
