import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { z } from 'zod';
import { OUTPUT_VALUE_LIMIT } from '../../src/protocol/primitives.ts';
import { errorMessage } from '../../src/text/error_message.ts';
import { TOOL_LINE_LIMIT_BYTES, type ToolRequest, type ToolResponse } from './tool_messages.ts';

/** What the tools of one attempt do. A rejection is answered as refused, with its message. */
export type ToolActions = {
  readonly progress: (text: string) => void;
  /** Throws where the name or the value is not allowed. */
  readonly output: (name: string, value: string) => void;
  /** The whole plan and what the dependencies produced. */
  readonly plan: () => string;
  /** Commits what is in the worktree; resolves to what to print. */
  readonly commit: (message: string) => Promise<string>;
  /** Asks a person; resolves to the answer, or to what is said to whoever has to stop for it. */
  readonly ask: (request: Extract<ToolRequest, { tool: 'ask' }>) => Promise<ToolResponse>;
};

/** The tools of one attempt, listening. */
export type ToolServer = { readonly close: () => Promise<void> };

const Request = z.discriminatedUnion('tool', [
  z.strictObject({ tool: z.literal('progress'), text: z.string() }),
  z.strictObject({
    tool: z.literal('output'),
    name: z.string(),
    value: z.string().max(OUTPUT_VALUE_LIMIT, `the value is longer than ${OUTPUT_VALUE_LIMIT} characters`),
  }),
  z.strictObject({ tool: z.literal('plan') }),
  z.strictObject({ tool: z.literal('commit'), message: z.string().max(TOOL_LINE_LIMIT_BYTES) }),
  z.strictObject({
    tool: z.literal('ask'),
    text: z.string(),
    options: z.array(z.string()),
    onlyOptions: z.boolean(),
    default: z.string().exactOptional(),
    deadline: z.string().exactOptional(),
  }),
]);

/** Connections at once; an agent that opens more is refused, not the runner brought down. */
const CONNECTION_LIMIT = 32;

/** A connection that says nothing for so long is closed. */
const SILENCE_LIMIT_MS = 30_000;

/**
 * Serves the tools of one attempt on a unix socket at `path`, whose folder is made private to this user.
 *
 * Whoever can open the socket is the attempt: it lies in a folder that only its sandbox sees.
 */
export async function serveTools(path: string, actions: ToolActions): Promise<ToolServer> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(path, { force: true });
  const connections = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => connection.destroy());
    connection.setTimeout(SILENCE_LIMIT_MS, () => connection.destroy());
    answerFirstLine(connection, actions);
  });
  server.maxConnections = CONNECTION_LIMIT;
  await listen(server, path);
  await chmod(path, 0o600);
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.destroy();
      await closed;
      await rm(path, { force: true });
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function answerFirstLine(connection: Socket, actions: ToolActions): void {
  const parts: Buffer[] = [];
  let length = 0;
  const onData = (bytes: Buffer) => {
    parts.push(bytes);
    length += bytes.length;
    if (length > TOOL_LINE_LIMIT_BYTES) return void connection.destroy();
    if (!bytes.includes(0x0a)) return;
    connection.off('data', onData);
    connection.resume();
    // The answer may take as long as a commit does.
    connection.setTimeout(0);
    const line = Buffer.concat(parts).toString('utf8');
    void answer(line, actions).then((response) => connection.end(`${JSON.stringify(response)}\n`));
  };
  connection.on('data', onData);
  connection.on('end', () => {
    if (connection.listeners('data').includes(onData)) connection.destroy();
  });
}

async function answer(line: string, actions: ToolActions): Promise<ToolResponse> {
  try {
    const request = Request.safeParse(JSON.parse(line));
    if (!request.success) return refused(request.error.issues[0]?.message ?? 'that was not understood');
    if (request.data.tool === 'ask') return await actions.ask(request.data);
    return { kind: 'done', text: await act(request.data, actions) };
  } catch (error) {
    return refused(errorMessage(error));
  }
}

function refused(message: string): ToolResponse {
  return { kind: 'refused', message };
}

async function act(request: Exclude<ToolRequest, { tool: 'ask' }>, actions: ToolActions): Promise<string> {
  switch (request.tool) {
    case 'progress':
      actions.progress(request.text);
      return '';
    case 'output':
      actions.output(request.name, request.value);
      return '';
    case 'plan':
      return actions.plan();
    case 'commit':
      return `${await actions.commit(request.message)}\n`;
    default:
      return request satisfies never;
  }
}
