import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CliContext } from '../../../src/cli/cli_context.ts';
import type { Check, CheckResult } from '../../../src/cli/doctor/check.ts';
import { agentsCheck } from '../../../src/cli/doctor/checks/agents.ts';
import { bubblewrapCheck } from '../../../src/cli/doctor/checks/bubblewrap.ts';
import { CHECKS } from '../../../src/cli/doctor/checks/checks.ts';
import { databaseCheck } from '../../../src/cli/doctor/checks/database.ts';
import { databaseOwnerCheck } from '../../../src/cli/doctor/checks/database_owner.ts';
import { deadDeliveriesCheck } from '../../../src/cli/doctor/checks/dead_deliveries.ts';
import { environmentCheck } from '../../../src/cli/doctor/checks/environment.ts';
import { outboxCheck } from '../../../src/cli/doctor/checks/outbox.ts';
import { publicUrlCheck } from '../../../src/cli/doctor/checks/public_url.ts';
import { runnersCheck } from '../../../src/cli/doctor/checks/runners.ts';
import { serviceCheck } from '../../../src/cli/doctor/checks/service.ts';
import { doctorReply } from '../../../src/cli/doctor/doctor_reply.ts';
import { examine } from '../../../src/cli/doctor/examination.ts';
import { runChecks } from '../../../src/cli/doctor/run_checks.ts';
import { plainStyle } from '../../../src/cli/terminal/style.ts';
import { takeOwnerLock } from '../../../src/store/client/owner_lock.ts';
import { openStore } from '../../../src/store/open_store.ts';
import { describeWithBubblewrap } from '../../support/needs_bubblewrap.ts';

let cwd: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'planwright-doctor-'));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(cwd, { recursive: true, force: true });
});

function contextOf(variables: Readonly<Record<string, string>>): CliContext {
  const { stdin, stdout, stderr } = process;
  return { variables, cwd, stdin, stdout, stderr, mainFile: '', version: '1.2.3', exitCode: 0 };
}

function look(check: Check, variables: Readonly<Record<string, string>> = {}): Promise<CheckResult> {
  return check.run(examine(contextOf(variables)));
}

/** Something that answers these bodies at these paths. */
async function serving(bodies: Readonly<Record<string, unknown>>): Promise<string> {
  const server = createServer((request, response) => {
    const body = bodies[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const bound = server.address();
  return `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
}

const runner = {
  id: 'r1',
  name: 'forge',
  labels: [],
  slots: 2,
  busy: 1,
  orchestrating: 0,
  sandbox: 'bubblewrap',
  token: null,
  seenAt: 1,
  revoked: false,
  resting: [],
};
const quiet = {
  version: '1.2.3',
  runs: [],
  runners: [],
  differing: [],
  repositories: [],
  waiting: [],
  questions: [],
  outbox: { waiting: 0, dead: [] },
  deliveries: { waiting: 0, failing: 0, dead: [] },
  pricesAsOf: '2026-11-21',
};
const waits = { run: 'dates', task: 'parser', waitsFor: 'a runner that offers `coder`' };

async function service(status: object): Promise<Record<string, string>> {
  const address = await serving({ '/healthz': { ok: true }, '/api/v1/status': { ...quiet, ...status } });
  return { PLANWRIGHT_URL: address, OPERATOR_TOKEN: 'for-people' };
}

describe('the environment', () => {
  test('is nothing to check where only local plans run', async () => {
    expect((await look(environmentCheck)).state).toBe('skipped');
  });

  test('of the service has all its problems told at once', async () => {
    const found = await look(environmentCheck, {
      RUNNER_TOKEN: 'x',
      PORT: 'y',
      APP_ID: '4711',
      WEBHOOK_SECRET: 'hush-hush',
    });
    expect(found).toMatchObject({
      state: 'fail',
      what: 'PRIVATE_KEY is not set; PORT is no port number; RUNNER_TOKEN has fewer than 4 characters; OPERATOR_TOKEN is not set',
    });
  });

  test('of the service has secrets told that could be guessed', async () => {
    const long = 'a secret of its own'.replaceAll(' ', '-').padEnd(20, '.');
    const variables = { RUNNER_TOKEN: long, OPERATOR_TOKEN: 'for-people' };
    expect(await look(environmentCheck, variables)).toMatchObject({
      state: 'warn',
      what: 'complete for the service; fewer than 20 characters in OPERATOR_TOKEN, which could be guessed',
      mend: expect.stringContaining('openssl rand'),
    });
    expect(await look(environmentCheck, { ...variables, OPERATOR_TOKEN: long })).toMatchObject({
      state: 'fail',
      what: expect.stringMatching(/^OPERATOR_TOKEN is the same as RUNNER_TOKEN/),
    });
  });

  test('of a machine that only runs tasks, or only looks, needs no more than that', async () => {
    const url = 'https://planwright.example.org';
    expect(await look(environmentCheck, { PLANWRIGHT_URL: url, RUNNER_TOKEN: 'x' })).toEqual({
      state: 'ok',
      what: 'complete for a runner',
    });
    expect((await look(environmentCheck, { PLANWRIGHT_URL: url, OPERATOR_TOKEN: 'x' })).what).toContain('command line');
    expect((await look(environmentCheck, { PLANWRIGHT_URL: url })).what).toBe('OPERATOR_TOKEN is not set');
  });

  test("tells of a file of the App's credentials that others can read", async () => {
    mkdirSync(join(cwd, '.planwright'));
    const file = join(cwd, '.planwright', 'github-app.json');
    writeFileSync(file, '{}');
    chmodSync(file, 0o644);
    expect(await look(environmentCheck)).toMatchObject({ state: 'fail', mend: expect.stringContaining('chmod 600') });
  });
});

describe('the database', () => {
  const variables = () => ({ DATABASE_URL: `file:${cwd}/planwright.db` });

  test('is not made by looking for it', async () => {
    expect((await look(databaseCheck, variables())).state).toBe('skipped');
    expect((await look(databaseOwnerCheck, variables())).state).toBe('skipped');
    expect(existsSync(join(cwd, 'planwright.db'))).toBe(false);
  });

  test('is in order with the schema of this version, also while somebody uses it', async () => {
    const store = await openStore({ url: variables().DATABASE_URL, clock: { now: () => 1 } });
    closing.push(() => store.close());
    expect((await look(databaseCheck, variables())).state).toBe('ok');
  });

  test('without a schema is told of', async () => {
    writeFileSync(join(cwd, 'planwright.db'), '');
    expect(await look(databaseCheck, variables())).toMatchObject({
      state: 'warn',
      what: expect.stringContaining('missing'),
    });
  });

  test('that is none, or a server that does not answer, fails', async () => {
    writeFileSync(join(cwd, 'planwright.db'), 'this is no database, but long enough to be taken for one '.repeat(20));
    expect((await look(databaseCheck, variables())).state).toBe('fail');
    expect((await look(databaseCheck, { DATABASE_URL: 'http://127.0.0.1:9' })).state).toBe('fail');
  });

  test('has an owner that answers, or one that has to be looked at', async () => {
    const file = join(cwd, 'planwright.db');
    const address = await serving({ '/healthz': { ok: true }, '/api/v1/status': quiet });
    const taken = await takeOwnerLock(file, { address, token: 'for-people' });
    if (taken.kind !== 'taken') throw new Error('somebody has it');
    expect(await look(databaseOwnerCheck, variables())).toMatchObject({ state: 'ok' });
    expect(await look(serviceCheck, variables())).toEqual({ state: 'ok', what: `${address} answers, version 1.2.3` });
    await taken.lock.publish({ address: 'http://127.0.0.1:9', token: 'for-people' });
    expect((await look(databaseOwnerCheck, variables())).state).toBe('fail');
    expect((await look(serviceCheck, variables())).state).toBe('fail');
    await taken.lock.release();
  });
});

describe('the service', () => {
  test('has to answer, and should be of this version', async () => {
    expect(await look(serviceCheck)).toMatchObject({ state: 'skipped' });
    expect((await look(serviceCheck, await service({}))).state).toBe('ok');
    expect((await look(serviceCheck, await service({ version: '1.0.0' }))).state).toBe('warn');
    const gone = { PLANWRIGHT_URL: 'http://127.0.0.1:9', OPERATOR_TOKEN: 'for-people' };
    expect((await look(serviceCheck, gone)).state).toBe('fail');
    const { PLANWRIGHT_URL = '' } = await service({});
    expect((await look(serviceCheck, { PLANWRIGHT_URL, RUNNER_TOKEN: 'x' })).what).toContain('OPERATOR_TOKEN would');
  });

  test('tells what it gave up sending, and why', async () => {
    expect(await look(outboxCheck, await service({}))).toEqual({ state: 'ok', what: 'nothing waits to be sent' });
    const dead = [
      { run: '01902a7c-0000-7000-8000-000000000000', kind: 'merge_task', message: 'the branch is protected' },
    ];
    expect(await look(outboxCheck, await service({ outbox: { waiting: 2, dead } }))).toMatchObject({
      state: 'fail',
      what: '1 write given up (merge_task: the branch is protected); 2 writes to be sent',
      mend: 'Mend what the reason names, then retry the task that it belongs to.',
    });
    const begin = { run: null, kind: 'begin_run', message: 'there is no branch `nope`' };
    const seen = async (some: readonly (typeof begin)[]) =>
      look(outboxCheck, await service({ outbox: { waiting: 0, dead: [...some] } }));
    expect(await seen([begin])).toMatchObject({
      mend: 'Mend what the reason names, then write `/planwright run` in the issue of the plan.',
    });
    expect(await seen([begin, ...dead.map((each) => ({ ...each, run: null }))])).toMatchObject({
      mend: expect.stringMatching(/retry the task .*; for begin_run, write `\/planwright run`/),
    });
  });

  test('tells which webhooks it gave up processing, and why', async () => {
    expect(await look(deadDeliveriesCheck, await service({}))).toEqual({
      state: 'ok',
      what: 'none waits to be processed',
    });
    const dead = [{ id: 'd-1', event: 'issues', receivedAt: 1, message: 'It broke.' }];
    expect(await look(deadDeliveriesCheck, await service({ deliveries: { waiting: 2, failing: 1, dead } }))).toEqual({
      state: 'fail',
      what: '1 webhook given up (issues d-1: It broke.); 2 webhooks to be processed, 1 of them again',
      mend: 'Mend what the reason names, then have them processed anew: `planwright delivery retry`.',
    });
  });

  test('has runners whose agents rest', async () => {
    const text = '`coder` on forge: its model does not let it in; one try at 14:05 UTC';
    const rests = { agent: 'coder', state: 'open', until: 1, class: 'auth', message: 'No.', text };
    const id = '01902a7c-0000-7000-8000-000000000000';
    const live = { ...runner, id, live: true, agents: ['coder'], resting: [rests] };
    expect(await look(runnersCheck, await service({ runners: [live] }))).toEqual({
      state: 'warn',
      what: `1 runner connected with 2 slots, and 1 kept for orchestrators; agents: coder; rest: ${text}`,
      mend: expect.stringContaining('mend its key'),
    });
  });

  test('has runners on which one provider is not the same', async () => {
    const live = { ...runner, id: '01902a7c-0000-7000-8000-000000000000', live: true, agents: ['claude'] };
    const text = '`claude` is acp on forge, claude-code on bench';
    const differing = [{ provider: 'claude', transports: [], text }];
    expect(await look(runnersCheck, await service({ runners: [live], differing }))).toEqual({
      state: 'warn',
      what: `1 runner connected with 2 slots, and 1 kept for orchestrators; not the same everywhere: ${text}`,
      mend: expect.stringContaining('names of their own'),
    });
  });

  test('has runners that offer agents', async () => {
    const live = { ...runner, id: '01902a7c-0000-7000-8000-000000000000', live: true };
    expect(await look(runnersCheck, await service({ runners: [{ ...live, agents: ['coder'] }] }))).toEqual({
      state: 'ok',
      what: '1 runner connected with 2 slots, and 1 kept for orchestrators; agents: coder',
    });
    expect(await look(runnersCheck, await service({ runners: [{ ...live, agents: [] }] }))).toMatchObject({
      state: 'warn',
      what: '1 runner connected with 2 slots; none offers an agent, so only commands can run',
    });
    expect((await look(runnersCheck, await service({}))).state).toBe('warn');
    expect(await look(runnersCheck, await service({ waiting: [waits] }))).toMatchObject({
      state: 'fail',
      what: 'none is connected; 1 ready task (parser of dates waits for a runner that offers `coder`)',
    });
    const gone = { ...live, live: false, agents: ['coder'] };
    const shutOut = { ...gone, name: 'bench', seenAt: 60_000, token: 'old', revoked: true };
    expect((await look(runnersCheck, await service({ runners: [gone, shutOut] }))).what).toBe(
      'none is connected; the last, bench, was heard of at 1970-01-01T00:01:00.000Z, and its token old was revoked',
    );
  });
});

describe('the machine', () => {
  test('without bubblewrap is told what that means', async () => {
    expect(await look(bubblewrapCheck, { PATH: cwd })).toMatchObject({
      state: 'warn',
      mend: expect.stringContaining('apt'),
    });
  });

  test('without bubblewrap has no runner whose file needs it', async () => {
    for (const entry of ['sandbox: required', 'egress: [api.example.com]']) {
      const file = join(cwd, 'runner.yml');
      writeFileSync(file, `${entry}\n`);
      const found = await look(bubblewrapCheck, { PATH: cwd, PLANWRIGHT_RUNNER_CONFIG: file });
      expect(found).toMatchObject({ state: 'fail', what: expect.stringContaining('no runner starts here') });
    }
  });

  test('has a public address that leads to Planwright', async () => {
    expect((await look(publicUrlCheck)).state).toBe('skipped');
    const ours = await serving({ '/healthz': { ok: true } });
    expect(await look(publicUrlCheck, { PUBLIC_URL: `${ours}/` })).toMatchObject({ state: 'ok' });
    const other = await serving({ '/healthz': { hello: 'world' } });
    expect(await look(publicUrlCheck, { PUBLIC_URL: other })).toMatchObject({ state: 'fail' });
    expect(await look(publicUrlCheck, { PUBLIC_URL: 'http://127.0.0.1:9' })).toMatchObject({ state: 'fail' });
  });
});

describeWithBubblewrap('a machine with bubblewrap', () => {
  test.each([
    ['', 'ok', 'the network is shared'],
    ['egress: []', 'ok', 'no network'],
    ['egress: [api.example.com, "*.example.org"]', 'ok', 'network to 2 hosts alone'],
    ['sandbox: off', 'warn', '`sandbox: off`'],
    ['{ sandbox: off, egress: [] }', 'fail', 'so that no runner starts here'],
  ])('is told how strong its sandbox is with %j', async (entry, state, what) => {
    const file = join(cwd, 'runner.yml');
    writeFileSync(file, `${entry}\n`);
    const found = await look(bubblewrapCheck, { PATH: process.env.PATH ?? '', PLANWRIGHT_RUNNER_CONFIG: file });
    expect(found).toMatchObject({ state, what: expect.stringContaining(what) });
    expect(found.what).toMatch(/^bubblewrap [\d.]+ works (?:as root|for this user)/);
  });
});

describe('what doctor says', () => {
  const check = (id: string, run: Check['run']): Check => ({ id, title: id.toUpperCase(), run });

  test('is a line for each check, and how to mend what is not right', async () => {
    const checks = [
      check('a', async () => ({ state: 'ok', what: 'fine' })),
      check('b', async () => ({ state: 'fail', what: 'X is not set', mend: 'X: Give it.\nY: Leave it out.' })),
      check('c', async () => ({ state: 'warn', what: 'old', mend: 'Update it.' })),
      check('d', async () => ({ state: 'skipped', what: 'nothing to check' })),
      check('e', async () => {
        throw new Error('no such thing');
      }),
    ];
    const reply = doctorReply(await runChecks(checks, examine(contextOf({}))), plainStyle);
    expect(reply.text).toMatchInlineSnapshot(`
      "✓ A: fine
      ✗ B: X is not set
          X: Give it.
          Y: Leave it out.
      ! C: old
          Update it.
      – D: nothing to check
      ✗ E: this could not be checked: no such thing
          Please report it with this line.

      1 in order, 1 warning, 2 to mend, 1 not checked."
    `);
    expect(reply.failure).toMatchObject({ code: 'doctor_found', exitCode: 1, message: '2 checks failed: B, E.' });
  });

  test('holds every check once', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('agents of this machine', () => {
  test('are told with where they come from', async () => {
    for (const [name, prints] of [
      ['codex', 'codex-cli 0.169.0'],
      ['goose', 'no version here'],
    ] as const) {
      writeFileSync(join(cwd, name), `#!/bin/sh\n[ "$*" = --version ] && echo '${prints}'\n`);
      chmodSync(join(cwd, name), 0o755);
    }
    const file = join(cwd, 'runner.yml');
    writeFileSync(file, 'providers: { script: { command: [./goose], transport: text } }\n');
    const variables = { PATH: cwd, PLANWRIGHT_RUNNER_CONFIG: file };
    const what = 'a runner here offers script, codex 0.169.0 (found on PATH), goose (found on PATH, tells no version)';
    expect(await look(agentsCheck, variables)).toEqual({ state: 'ok', what });
    writeFileSync(file, 'providers: 1\nslots: no\n');
    expect(await look(agentsCheck, variables)).toMatchObject({
      state: 'fail',
      what: `${file} has 2 mistakes`,
      mend: expect.stringMatching(/^line 1: `providers`: .*\nline 2: `slots`: .*\ndocs\/operations\.md/),
    });
    expect(await look(agentsCheck, { HOME: cwd, PATH: '/nowhere' })).toMatchObject({ state: 'skipped' });
  });

  test('that the file names and the machine lacks are told, program and files', async () => {
    const file = join(cwd, 'runner.yml');
    const gone = '{ command: [no-such-program], transport: text, home: [.gone/auth.json, .there.json] }';
    writeFileSync(file, `providers: { gone: ${gone}, beside: { command: [./none.sh], transport: text } }\n`);
    writeFileSync(join(cwd, '.there.json'), '{}');
    const what = [
      'the command of `gone`, no-such-program, is no program here',
      '~/.gone/auth.json, lent to `gone` by `home`, is not there',
      `the command of \`beside\`, ${join(cwd, 'none.sh')}, is no program here`,
    ].join('; ');
    const variables = { PATH: '/nowhere', HOME: cwd, PLANWRIGHT_RUNNER_CONFIG: file };
    expect(await look(agentsCheck, variables)).toMatchObject({ state: 'fail', what });
  });
});
