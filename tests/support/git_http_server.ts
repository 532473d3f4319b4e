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
  readonly close: () => Promise<void>;
};

/** Starts the server for the bare repositories below `root`. */
export async function startGitHttpServer(options: {
  readonly root: string;
  readonly username: string;
  readonly token: string;
}): Promise<GitHttpServer> {
  let expected = basic(options.username, options.token);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
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
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function basic(username: string, token: string): string {
  return `Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`;
}
