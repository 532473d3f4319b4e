import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  installTool,
  makeSocketFolder,
  socketFolderFor,
  socketPath,
  toolProgram,
} from '../../../runner/tools/install_tool.ts';
import { serveTools, type ToolActions, type ToolServer } from '../../../runner/tools/tool_server.ts';

let folder: string;
let socket: string;
let server: ToolServer;
let heard: string[];
let atCommit = () => {};

const actions: ToolActions = {
  progress: (line) => void heard.push(`progress ${line}`),
  output: (name, value) => {
    if (name === 'bad') throw new Error('output bad is not allowed');
    heard.push(`output ${name} ${value}`);
  },
  plan: () => 'the plan\n',
  commit: async (message) => {
    atCommit();
    return `committed ${message}`;
  },
  ask: async ({ text, options }) => {
    heard.push(`ask ${text} [${options.join('/')}]`);
    return text === 'Now?' ? { kind: 'stop', message: 'Stop now.' } : { kind: 'done', text: 'keep\n' };
  },
};

beforeEach(async () => {
  heard = [];
  folder = await mkdtemp(join(tmpdir(), "planwright tool's-"));
  socket = join(folder, 's');
  server = await serveTools(socket, actions);
  await installTool(join(folder, 'programs'), socket, toolProgram());
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...argv: string[]): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  // An empty environment, as harsh as an agent's may be.
  const child = spawn(join(folder, 'programs', 'planwright-tool'), argv, {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

describe('planwright-tool', () => {
  it('carries each tool to the runner', async () => {
    const results = await Promise.all([
      run('progress', 'reading', 'the grammar'),
      run('output', 'version', '1.2\nand more'),
      run('plan'),
      run('commit', 'feat: first step'),
    ]);
    expect(results.map(({ exitCode, stdout, stderr }) => [exitCode, stdout, stderr])).toEqual([
      [0, '', ''],
      [0, '', ''],
      [0, 'the plan\n', ''],
      [0, 'committed feat: first step\n', ''],
    ]);
    expect(heard.toSorted()).toEqual(['output version 1.2\nand more', 'progress reading the grammar']);
  });

  it('waits for its answer however long that takes, once it has asked', async () => {
    const limited = vi.spyOn(Socket.prototype, 'setTimeout');
    const limits: (number | undefined)[] = [];
    atCommit = () => limits.push(...new Set(limited.mock.contexts.map((connection) => (connection as Socket).timeout)));
    expect(await run('commit', 'feat: much')).toMatchObject({ exitCode: 0 });
    expect(limited.mock.calls[0]?.[0]).toBeGreaterThan(0);
    expect(limits).toEqual([0]);
    limited.mockRestore();
    atCommit = () => {};
  });

  it('ends with 1 and the reason where the runner refuses', async () => {
    expect(await run('output', 'bad', 'x')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'planwright-tool: output bad is not allowed\n',
    });
  });

  it('asks a person: prints the answer, or ends with 75 where there is none yet', async () => {
    expect(await run('ask', 'Keep', 'it?', '--option', 'keep', '--option=drop', '--only-options')).toEqual({
      exitCode: 0,
      stdout: 'keep\n',
      stderr: '',
    });
    expect(await run('ask', 'Now?')).toEqual({ exitCode: 75, stdout: '', stderr: 'planwright-tool: Stop now.\n' });
    expect(heard).toEqual(['ask Keep it? [keep/drop]', 'ask Now? []']);
  });

  it('explains wrong usage and ends with 2', async () => {
    const results = await Promise.all([
      run(),
      run('dance'),
      run('output', 'x'),
      run('commit', ' '),
      run('ask', 'Why?', '--optoin', 'x'),
    ]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2, 2]);
    expect(results.at(-1)?.stderr).toContain("Unknown option '--optoin'");
  });

  it.each([['--help'], ['ask', '--help'], ['ask', 'Which?', '-h'], ['commit', '--help']])(
    'prints its help, whatever tool is named (%#)',
    async (...argv) => {
      const { exitCode, stdout } = await run(...argv);
      expect(heard).toEqual([]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('planwright-tool output NAME VALUE');
    },
  );

  it('ends with 4 where its runner is gone', async () => {
    await server.close();
    expect(await run('plan')).toMatchObject({ exitCode: 4 });
  });
});

describe('planwright-tool mcp', () => {
  /** What is answered to each message in turn; a message without an id gets none. */
  async function talk(...messages: object[]): Promise<unknown[]> {
    const program = spawn(join(folder, 'programs', 'planwright-tool'), ['mcp'], { env: {}, stdio: 'pipe' });
    const ended = new Promise<number | null>((resolve) => program.on('close', resolve));
    const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
    const answers: unknown[] = [];
    for (const message of messages) {
      program.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
      if ('id' in message) answers.push(JSON.parse(String((await lines.next()).value)));
    }
    program.stdin.end();
    expect(await ended).toBe(0);
    return answers;
  }
  const call = (id: number, name: string, given: object) => ({
    id,
    method: 'tools/call',
    params: { name, arguments: given },
  });
  const told = (id: number, words: string, isError = false) => ({
    jsonrpc: '2.0',
    id,
    result: { content: [{ type: 'text', text: words }], isError },
  });

  it('introduces itself in the version that the agent speaks, and lists the tools', async () => {
    const initialize = { method: 'initialize', params: { protocolVersion: '2025-03-26', capabilities: {} } };
    const [hello, pong, list] = await talk(
      { id: 1, ...initialize },
      { method: 'notifications/initialized' },
      { id: 'two', method: 'ping' },
      { id: 3, method: 'tools/list' },
    );
    expect(hello).toMatchObject({ id: 1, result: { protocolVersion: '2025-03-26', capabilities: { tools: {} } } });
    expect(pong).toEqual({ jsonrpc: '2.0', id: 'two', result: {} });
    const { tools } = (list as { result: { tools: { name: string; inputSchema: { required: string[] } }[] } }).result;
    expect(tools.map(({ name, inputSchema }) => [name, inputSchema.required])).toEqual([
      ['progress', ['text']],
      ['output', ['name', 'value']],
      ['plan', []],
      ['commit', ['message']],
      ['ask', ['question']],
    ]);
  });

  it('asks a person; being told to stop is no error of the call', async () => {
    const answers = await talk(
      call(1, 'ask', { question: 'Keep it?', options: ['keep', 'drop'], only_options: true }),
      call(2, 'ask', { question: 'Now?' }),
      call(3, 'ask', {}),
    );
    expect(answers).toEqual([told(1, 'keep\n'), told(2, 'Stop now.'), told(3, 'ask needs question as text', true)]);
  });

  it('carries each call to the runner', async () => {
    const answers = await talk(
      call(1, 'progress', { text: 'reading' }),
      call(2, 'output', { name: 'version', value: '1.2' }),
      call(3, 'plan', {}),
      call(4, 'commit', { message: 'feat: dates' }),
    );
    const words = ['done', 'done', 'the plan\n', 'committed feat: dates\n'];
    expect(answers).toEqual(words.map((one, index) => told(index + 1, one)));
    expect(heard).toEqual(['progress reading', 'output version 1.2']);
  });

  it('tells the model what it did wrong, and the client what is not there', async () => {
    const answers = await talk(
      call(1, 'output', { name: 'bad', value: '' }),
      call(2, 'output', { name: 'version' }),
      call(3, 'push', {}),
      { id: 4, method: 'resources/list' },
    );
    expect(answers).toEqual([
      told(1, 'output bad is not allowed', true),
      told(2, 'output needs value as text', true),
      { jsonrpc: '2.0', id: 3, error: { code: -32_602, message: 'There is no tool push.' } },
      { jsonrpc: '2.0', id: 4, error: { code: -32_601, message: 'resources/list is not offered.' } },
    ]);
  });

  it('tells the model that its runner is gone', async () => {
    await server.close();
    const [answer] = await talk(call(1, 'plan', {}));
    expect(answer).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringContaining('reached') }] },
    });
  });
});

describe('the tool server', () => {
  it('is open to this user only', async () => {
    expect((await stat(socket)).mode & 0o777).toBe(0o600);
  });

  it.each(['no json\n', '{"tool":"dance"}\n', '{"tool":"output","name":"x"}\n'])(
    'refuses %j with a reason',
    async (line) => {
      const connection = connect(socket);
      connection.write(line);
      expect(JSON.parse(await text(connection))).toMatchObject({ kind: 'refused' });
    },
  );

  it('drops a line that never ends', async () => {
    const connection = connect(socket);
    const closed = new Promise((resolve) => connection.on('close', resolve));
    connection.on('error', () => {});
    connection.write('x'.repeat(2_000_000));
    connection.resume();
    await closed;
  });
});

describe('the socket folder', () => {
  it('has a path that a socket can have, also below a deep working directory', () => {
    const deep = socketFolderFor(join(folder, 'd'.repeat(120)), '0123456789ab');
    expect(socketPath(deep).length).toBeLessThan(104);
    expect(socketFolderFor(folder, '0123456789ab')).toBe(join(folder, 'sockets', '0123456789ab'));
  });

  it('is new and private', async () => {
    const path = socketFolderFor(folder, '0123456789ab');
    await makeSocketFolder(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    await expect(makeSocketFolder(path)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
