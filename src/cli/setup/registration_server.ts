import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { madePage, type Page, problemPage, registrationPage } from './pages.ts';

/** How long a browser may take to read the last page before its connection is cut. */
const LAST_PAGE_MS = 1_000;

/** What the pages on loopback need to make an App. */
export type Registration<App> = {
  /** GitHub's page for a new App. */
  readonly newAppUrl: string;
  /** The manifest as JSON; GitHub sends the browser back to `redirectUrl`. */
  readonly manifest: (redirectUrl: string) => string;
  /**
   * Exchanges GitHub's code for the App and keeps it. Whether it may be tried again with the same code is said by
   * `mayTryAgain`, and what people are told by `tell`.
   */
  readonly keep: (code: string) => Promise<App>;
  readonly mayTryAgain: (error: unknown) => boolean;
  readonly tell: (error: unknown) => string;
  readonly shown: (app: App) => { readonly slug: string; readonly installUrl: string };
};

/** The pages, as long as they are served. */
export type RegistrationServer<App> = {
  /** Where the browser begins. */
  readonly url: string;
  /** The App, once the browser has come back with a code that GitHub takes; rejects where it cannot be made any more. */
  readonly made: Promise<App>;
  readonly close: () => Promise<void>;
};

/**
 * Serves the pages by which a browser makes an App, on loopback only.
 * @param port 0: any free one
 * @throws the system's error where the port cannot be listened on
 */
export async function serveRegistration<App>(
  registration: Registration<App>,
  port: number,
): Promise<RegistrationServer<App>> {
  const state = randomBytes(24).toString('base64url');
  const made = Promise.withResolvers<App>();
  // Awaited by the caller only after the browser was opened.
  made.promise.catch(() => undefined);
  const server = createServer((request, response) => {
    const bound = portOf(server);
    void answer(request, bound).then((page) => send(response, page));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const answer = answering(registration, state, made);
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    made: made.promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), LAST_PAGE_MS).unref();
      }),
  };
}

type Answering = (request: IncomingMessage, port: number) => Promise<Page>;

function answering<App>(registration: Registration<App>, state: string, made: PromiseWithResolvers<App>): Answering {
  /** A browser may ask twice for the same address; the code works once. */
  const exchanges = new Map<string, Promise<App>>();
  const exchange = (code: string) => {
    const under = exchanges.get(code) ?? registration.keep(code);
    exchanges.set(code, under);
    return under;
  };
  const callback = async (query: URLSearchParams, nonce: string): Promise<Page> => {
    const code = query.get('code') ?? '';
    if (!isSame(query.get('state') ?? '', state) || code === '') {
      return problemPage(
        400,
        'This answer does not belong to the setup that runs now. Begin at its first page.',
        nonce,
      );
    }
    try {
      const app = await exchange(code);
      made.resolve(app);
      return madePage(registration.shown(app), nonce);
    } catch (error) {
      exchanges.delete(code);
      if (!registration.mayTryAgain(error)) made.reject(error);
      const again = registration.mayTryAgain(error) ? ' Load this page again to try once more.' : '';
      return problemPage(502, `${registration.tell(error)}${again}`, nonce);
    }
  };
  return async ({ method, url = '/', headers }, port) => {
    const nonce = randomBytes(16).toString('base64url');
    // A page elsewhere could give this machine's address a name of its own and read the state.
    const isOurs = [`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? '');
    if (!isOurs) return problemPage(403, 'This address is not the one that setup printed.', nonce);
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    if (method !== 'GET') return problemPage(405, 'There is nothing to send to this page.', nonce);
    if (pathname === '/callback') return callback(searchParams, nonce);
    if (pathname !== '/') return problemPage(404, 'There is nothing at this address.', nonce);
    const action = `${registration.newAppUrl}?state=${state}`;
    return registrationPage(action, registration.manifest(`http://127.0.0.1:${port}/callback`), nonce);
  };
}

function send(response: ServerResponse, { status, html, policy }: Page): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // So that closing does not wait for a browser that keeps its connection.
    connection: 'close',
  });
  response.end(html);
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function portOf(server: Server): number {
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}
