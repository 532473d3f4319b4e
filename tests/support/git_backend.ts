import type { IncomingMessage, ServerResponse } from 'node:http';
import { launch } from './launcher.ts';

/** Runs git's own `http-backend` for one request, by the CGI protocol: the head of the answer comes from the program, too. */
export async function runGitBackend(
  request: IncomingMessage,
  response: ServerResponse,
  cgi: {
    readonly root: string;
    /** Where the repository lies below `root`, with what is asked of it: `/1.git/info/refs`. */
    readonly path: string;
    readonly query: string;
    readonly user: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { stdout } = await launch({
    program: 'git',
    args: ['-c', 'http.receivepack=true', 'http-backend'],
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_PROJECT_ROOT: cgi.root,
      GIT_HTTP_EXPORT_ALL: '1',
      REMOTE_USER: cgi.user,
      REQUEST_METHOD: request.method,
      PATH_INFO: cgi.path,
      QUERY_STRING: cgi.query,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: `${request.headers['git-protocol'] ?? ''}`,
      GIT_PROTOCOL: `${request.headers['git-protocol'] ?? ''}`,
      ...cgi.env,
    },
    input: await bodyOf(request),
  });
  const end = stdout.indexOf('\r\n\r\n');
  if (end < 0) {
    response.writeHead(500);
    return;
  }
  writeHead(response, stdout.subarray(0, end).toString());
  response.write(stdout.subarray(end + 4));
}

/** All that was sent, also of a sender who went away before the end: git finds what is missing. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of request) pieces.push(piece as Buffer);
  } catch {
    request.resume();
  }
  return Buffer.concat(pieces);
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const name = line.slice(0, line.indexOf(':'));
    const value = line.slice(line.indexOf(':') + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
  response.flushHeaders();
}
