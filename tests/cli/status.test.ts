import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatusResponse } from '../../src/protocol/operator.ts';
import type { RunnerView } from '../../src/protocol/runner_view.ts';
import { type Home, home, planwright } from './planwright.ts';
import { runView } from './progress/views.ts';

const OUT_OF_REACH = 'The App does not reach the repository any more: it was taken from the App.';

const question = (run: string, options: string[]): StatusResponse['questions'][number] => ({
  n: 3,
  run,
  task: 'schema',
  attempt: 1,
  source: 'agent',
  text: 'Keep legacy_id?',
  options,
  onlyOptions: false,
  default: options.at(-1) ?? null,
  details: null,
  state: 'open',
  askedAt: 0,
  deadlineAt: 90_000_000,
  answer: null,
  answeredBy: null,
  settledAt: null,
});

/** A service that answers this to whoever asks how things stand. */
const runner: RunnerView = {
  id: '0190a000-0000-7000-8000-000000000002',
  name: 'forge-1',
  labels: [],
  slots: 4,
  busy: 1,
  orchestrating: 0,
  agents: ['coder'],
  resting: [],
  sandbox: 'bubblewrap',
  token: null,
  seenAt: 1,
  live: true,
  revoked: false,
};
const status: StatusResponse = {
  version: '1.0.0',
  runs: [
    runView({ name: 'moved', state: 'paused', reason: { code: 'app_out_of_reach', message: OUT_OF_REACH } }),
    runView({ name: 'going', state: 'running', reason: { code: 'x', message: 'Of an earlier pause.' } }),
    runView({ name: 'odd', state: 'paused', reason: { code: 'paused_by_person', message: 'By \u001b[31mada.' } }),
  ],
  runners: [
    runner,
    { ...runner, name: 'forge-2', orchestrating: 1 },
    { ...runner, name: 'forge-3', agents: [] },
    { ...runner, name: 'old', orchestrating: 1, live: false, token: 'former', revoked: true },
  ],
  differing: [
    {
      provider: 'claude',
      transports: [
        { transport: 'acp', runners: ['forge-1'] },
        { transport: 'claude-code', runners: ['forge-2'] },
      ],
      text: '`claude` is acp on forge-1, claude-code on forge-2',
    },
  ],
  repositories: [
    {
      id: '0190a000-0000-7000-8000-000000000001',
      name: 'acme/\u001b[31mapi',
      usage: {
        inputTokens: 1_200_000,
        cachedTokens: 900_000,
        outputTokens: 34_000,
        costMicros: 2_100_000,
        reckonedMicros: 100_000,
        unpricedAttempts: 0,
      },
    },
  ],
  pricesAsOf: '2026-11-21',
  waiting: [],
  questions: [question('going', ['drop', 'keep it']), question('acme/web#12', [])],
  outbox: { waiting: 0, dead: [] },
  deliveries: { waiting: 0, failing: 0, dead: [] },
};
const service = createServer((_, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(status));
});

let place: Home;
beforeAll(async () => {
  place = home();
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  place.remove();
  await new Promise((resolve) => service.close(resolve));
});

async function shown(): Promise<string> {
  const { port } = service.address() as AddressInfo;
  const named = { PLANWRIGHT_URL: `http://127.0.0.1:${port}`, OPERATOR_TOKEN: 'for-people' };
  return (await planwright(['status'], { cwd: place.folder, variables: { ...place.variables, ...named } })).stdout;
}

test('status says why a run is paused, below its line, and nothing of the kind about others', async () => {
  const stdout = await shown();
  expect(stdout).toMatch(/^ {2}moved {2}paused .*\n {4}The App does not reach the repository any more: .*\.$/m);
  expect(stdout).toMatch(/^ {2}going {2}running .*\n {2}odd {2}paused .*\n {4}By .*ada\.$/m);
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toMatch(/^Not the same everywhere: `claude` is acp on forge-1, claude-code on forge-2\.$/m);
});

test('status says what the runs of a repository have used together', async () => {
  expect(await shown()).toMatch(
    /^acme\/.*api has used 1\.2 M tokens read \(900 k from cache\), 34 k written; about 2\.10 \$\.\n.* list prices of 2026-11-21\.$/m,
  );
});

test('status says how each question is answered, with the run where several ask', async () => {
  const stdout = await shown();
  expect(stdout).toContain(
    '  schema of going asks Q3: Keep legacy_id? [drop/keep it] (keep it counts from 1970-01-02 01:00 UTC)\n' +
      "    planwright answer Q3 'keep it' --run going\n",
  );
  expect(stdout).toContain("asks Q3: Keep legacy_id?\n    planwright answer Q3 TEXT --run 'acme/web#12'\n");
});

test('status says how the slots of each runner stand, and that which is kept for orchestrators', async () => {
  const stdout = await shown();
  expect(stdout).toMatch(/^ {2}forge-1 {2}1 of 4 slots busy, the orchestrator's free {2}sandbox bubblewrap {2}coder$/m);
  expect(stdout).toMatch(/^ {2}forge-2 {2}1 of 4 slots busy, the orchestrator's busy {2}sandbox/m);
  expect(stdout).toMatch(/^ {2}forge-3 {2}1 of 4 slots busy {2}sandbox/m);
  expect(stdout).toMatch(/^old is shut out, .*: 2 attempts go to others when their leases end\.$/m);
});
