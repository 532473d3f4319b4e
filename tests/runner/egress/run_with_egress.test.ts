import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { sandboxedProcesses } from '../../../runner/attempt/sandboxed_processes.ts';
import { readAllowedHost } from '../../../runner/egress/allowed_host.ts';
import { Cancellation } from '../../../runner/process/cancellation.ts';
import { systemClock } from '../../../runner/process/clock.ts';
import { toolProgram } from '../../../runner/tools/install_tool.ts';
import { makeScratchFolder, type ScratchFolder } from '../../support/git_repository.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';

let world: Server;
/** What it was told last. */
let heard: IncomingHttpHeaders;
let port: number;
let scratch: ScratchFolder;
beforeAll(async () => {
  world = createServer((request, response) => {
    heard = request.headers;
    response.end(`${request.headers.host} says hello`);
  });
  await new Promise<void>((resolve) => world.listen(0, '127.0.0.1', resolve));
  port = (world.address() as AddressInfo).port;
});
afterAll(() => {
  world.closeAllConnections();
  world.close();
});
beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(() => scratch.remove());

describeWithBubblewrap('a task that may reach some hosts', (sandbox) => {
  /** Runs a program in the sandbox; every host that is allowed is the world of this test. */
  async function run(argv: readonly string[], cancel = new Cancellation(), onLine?: (text: string) => void) {
    const names = ['tree', 'tree/.git', 'mirror', 'home', 'temporary', 'given', 'exchange', 'programs', 'socket'];
    for (const name of names) await mkdir(join(scratch.path, name), { recursive: true });
    const at = (name: string): string => join(scratch.path, name);
    const asked: string[] = [];
    const warnings: string[] = [];
    let output = '';
    const allowed = ['model.example', '*.models.example'].flatMap((host) => readAllowedHost(host) ?? []);
    const processes = sandboxedProcesses({
      sandbox,
      egress: {
        allowed,
        connect: (host, asPort) => {
          asked.push(`${host}:${asPort}`);
          return connect(port, '127.0.0.1');
        },
      },
      clock: systemClock,
      newId: randomUUID,
      environment: { PATH: process.env.PATH },
      home: scratch.path,
      runnerOwn: [],
      tool: toolProgram(),
      scratch: at('scratch'),
    });
    const folders = {
      tree: at('tree'),
      gitWritable: true,
      mirror: at('mirror'),
      home: at('home'),
      temporary: at('temporary'),
      given: at('given'),
      exchange: at('exchange'),
      programs: at('programs'),
      socket: at('socket'),
    };
    const ended = await processes.run({
      argv,
      folders,
      variables: {},
      listedVariables: [],
      ownCommand: [],
      graceMs: 5_000,
      cancel,
      mark: `egress/${scratch.path}`,
      onWarning: (text) => warnings.push(text),
      onOutput: (bytes) => {
        output += bytes.toString();
        onLine?.(output);
      },
    });
    return { ended, output, asked, warnings };
  }

  const node = (code: string): string[] => [toolProgram().node, '--input-type=module', '-e', code];
  const get = (url: string): string =>
    `await fetch('${url}').then(async (a) => console.log(a.status, await a.text()), (e) => console.log('failed', e.cause?.message ?? e.message));`;

  /** A request that is no tunnel, as curl and Python send it. */
  const plain = (url: string): string => `{
      const { request } = await import('node:http');
      const { hostname, port } = new URL(process.env.HTTP_PROXY);
      await new Promise((resolve) => {
        const asked = request({ hostname, port, path: '${url}', headers: {
          host: new URL('${url}').host, 'proxy-authorization': 'Basic dTpw', 'proxy-connection': 'keep-alive', accept: 'a/b' } }).end();
        asked.on('response', (answer) => {
          process.stdout.write(answer.statusCode + ' ');
          answer.on('data', (bytes) => process.stdout.write(bytes)).on('end', () => resolve(console.log()));
        });
      }); }`;

  it('reaches them, by tunnels and by plain requests', async () => {
    const tunnel = `
      import { request } from 'node:http';
      const { hostname, port } = new URL(process.env.HTTPS_PROXY);
      const asked = request({ hostname, port, method: 'CONNECT', path: 'eu.models.example:443' }).end();
      asked.on('connect', (answer, socket) => {
        socket.end('GET / HTTP/1.1\\r\\nHost: eu\\r\\nConnection: close\\r\\n\\r\\n');
        socket.on('data', (bytes) => process.stdout.write(bytes)).on('end', () => process.exit(7));
      });`;
    const tunneled = await run(node(tunnel));
    expect(tunneled.output).toContain('eu says hello');
    expect(tunneled.ended).toMatchObject({ how: 'exited', exitCode: 7 });
    expect(tunneled.asked).toEqual(['eu.models.example:443']);
    const usual = await run(node(get('http://model.example/v1')));
    expect(usual).toMatchObject({ output: '200 model.example says hello\n', asked: ['model.example:80'] });
    const whole = await run(node(plain('http://model.example/v1')));
    expect(whole).toMatchObject({
      output: '200 model.example says hello\n',
      asked: ['model.example:80'],
      warnings: [],
    });
    // What is said to the proxy is nothing for those behind it.
    expect(heard.accept).toBe('a/b');
    expect(Object.keys(heard).filter((name) => name.startsWith('proxy-'))).toEqual([]);
  });

  it('reaches nothing else, and that is told once', async () => {
    const { output, asked, warnings } = await run(
      node(
        `${plain('http://evil.example/')}${get('http://evil.example/again')}${get('https://evil.example/')}${plain('http://model.example:8080/')}`,
      ),
    );
    expect(output).toContain("403 This host is not on the runner's list");
    expect(output).not.toContain('says hello');
    expect(asked).toEqual([]);
    expect(warnings).toEqual([
      "egress to evil.example:80 was refused: the runner's file does not list it",
      "egress to evil.example:443 was refused: the runner's file does not list it",
      "egress to model.example:8080 was refused: the runner's file does not list it",
    ]);
  });

  it('cannot go past the proxy', async () => {
    const direct = `
      import { connect } from 'node:net';
      connect(${port}, '127.0.0.1').on('connect', () => console.log('reached')).on('error', ({ code }) => console.log(code));
      connect(443, '203.0.113.7').on('connect', () => console.log('reached')).on('error', ({ code }) => console.log(code));`;
    expect((await run(node(direct))).output.trim().split('\n').sort()).toEqual(['ECONNREFUSED', 'ENETUNREACH']);
  });

  it('has a loopback of its own', async () => {
    const own = `
      import { createServer } from 'node:http';
      const server = createServer((request, response) => response.end('own')).listen(0, '127.0.0.1', async () => {
        ${get('http://127.0.0.1:__/').replaceAll(
          "'http://127.0.0.1:__/'",
          '"http://127.0.0.1:" + server.address().port',
        )}
        server.close();
      });`;
    expect((await run(node(own))).output).toBe('200 own\n');
  });

  it('is asked to end like any other, and says so of a program that is not there', async () => {
    const cancel = new Cancellation();
    const waits = ['sh', '-c', 'trap "echo asked; exit 3" TERM; echo ready; while :; do sleep 0.05; done'];
    const stopped = await run(waits, cancel, (text) => {
      if (text.includes('ready')) cancel.graceful('enough');
    });
    const ofTheProgram = stopped.output.split('\n').filter((line) => line !== 'Terminated');
    expect(ofTheProgram).toEqual(['ready', 'asked', '']);
    expect(stopped.ended).toMatchObject({ how: 'canceled', mode: 'graceful' });
    const missing = await run(['no-such-program']);
    expect(missing).toMatchObject({ ended: { exitCode: 127 }, output: expect.stringContaining('no-such-program') });
  });
});
