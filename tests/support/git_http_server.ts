import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runGitBackend } from './git_backend.ts';

/** Repositories below one folder, served by git's own `http-backend` to whoever shows the right user and token. */
export type GitHttpServer = {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What was asked: method and path with query. */
  readonly requests: readonly string[];
  /** From now on this token is the right one, and no other. */
  readonly accept: (token: string) => void;
  /** From now on requests for this service (`git-upload-pack`, `git-receive-pack`) are answered with 502; undefined: none. */
  readonly failAt: (service: string | undefined) => void;
  readonly close: () => Promise<void>;
};

/** Starts the server for the bare repositories below `root`. */
export async function startGitHttpServer(options: {
  readonly root: string;
  readonly username: string;
  readonly token: string;
}): Promise<GitHttpServer> {
  let expected = basic(options.username, options.token);
  let failing: string | undefined;
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (failing !== undefined && request.url?.includes(failing) === true) {
      response.writeHead(502).end();
      return;
    }
    if (request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const cgi = {
      root: options.root,
      path: decodeURIComponent(pathname),
      query: search.slice(1),
      user: options.username,
    };
    void runGitBackend(request, response, cgi).finally(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    accept: (token) => {
      expected = basic(options.username, token);
    },
    failAt: (service) => {
      failing = service;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function basic(username: string, token: string): string {
  return `Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`;
}
