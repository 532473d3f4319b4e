import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';

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
  const backend = spawn('git', ['-c', 'http.receivepack=true', 'http-backend'], {
    stdio: ['pipe', 'pipe', 'inherit'],
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
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => request.resume());
  let head = Buffer.alloc(0);
  backend.stdout.on('data', (chunk: Buffer) => {
    if (response.headersSent) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    writeHead(response, head.subarray(0, end).toString());
    response.write(head.subarray(end + 4));
  });
  await new Promise((resolve) => backend.once('close', resolve));
  if (!response.headersSent) response.writeHead(500);
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
