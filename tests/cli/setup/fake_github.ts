import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the App was asked to be, and as whom. */
export type Asked = { readonly path: string; readonly manifest: Record<string, unknown> };

type Answer = { readonly status: number; readonly body?: unknown; readonly location?: string };

/** GitHub as far as making an App goes: its page confirms at once, and a code works once. */
export type FakeGitHub = {
  readonly origin: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly asked: Asked[];
  readonly secretsSet: unknown[];
  /** Statuses that the next conversions answer with before they work. */
  readonly troubles: number[];
  /** What the conversion gives as the webhook's secret. */
  webhookSecret: string | null;
  readonly close: () => Promise<void>;
};

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The key of the App that the fake makes. */
export const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

export async function fakeGitHub(): Promise<FakeGitHub> {
  const codes = new Set<string>();
  const asked: Asked[] = [];
  const secretsSet: unknown[] = [];
  const troubles: number[] = [];

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', fake.origin);
    const body = await text(request);
    if (url.pathname.endsWith('/settings/apps/new')) {
      const manifest = JSON.parse(new URLSearchParams(body).get('manifest') ?? '');
      asked.push({ path: url.pathname, manifest });
      const code = `code-${asked.length}`;
      codes.add(code);
      return { status: 302, location: `${manifest.redirect_url}?code=${code}&state=${url.searchParams.get('state')}` };
    }
    const conversion = /^\/api\/v3\/app-manifests\/([^/]+)\/conversions$/.exec(url.pathname);
    if (conversion !== null) {
      const trouble = troubles.shift();
      if (trouble !== undefined) return { status: trouble, body: { message: 'Server Error' } };
      if (!codes.delete(conversion[1] ?? '')) return { status: 404, body: { message: 'Not Found' } };
      const owner = { login: 'acme', id: 1 };
      const app = { id: 4711, slug: 'planwright-acme', owner, html_url: `${fake.origin}/apps/planwright-acme` };
      return { status: 201, body: { ...app, pem, webhook_secret: fake.webhookSecret } };
    }
    if (request.method === 'PATCH' && url.pathname === '/api/v3/app/hook/config') {
      secretsSet.push(JSON.parse(body));
      return { status: 200, body: {} };
    }
    return { status: 404, body: { message: 'Not Found' } };
  }

  const server = createServer((request, response) => {
    void answer(request).then(({ status, body, location }) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(location === undefined ? {} : { location }),
      });
      response.end(JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const fake: FakeGitHub = {
    origin: `http://127.0.0.1:${port}`,
    variables: { GHE_HOST: `127.0.0.1:${port}`, GHE_PROTOCOL: 'http' },
    asked,
    secretsSet,
    troubles,
    webhookSecret: 'made-by-github',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}
