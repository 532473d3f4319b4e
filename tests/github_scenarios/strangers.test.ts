import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client as Database } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../src/core/commands/command_table.ts';
import { type GitHubStage, githubStage } from '../support/github_stage.ts';
import { keepTicking } from '../support/keep_ticking.ts';
import { type MeetingPoint, startMeetingPoint } from '../support/meeting_point.ts';
import { installScriptedAgent } from '../support/scripted_agent.ts';
import { until } from '../support/until.ts';
import { openToLook } from './stage_view.ts';

const REPO = 'acme/web';
const READY_WITHIN_MS = 90_000;

const PLANS = {
  failed:
    '- [ ] broken: Never works (retries: 0)\n  - run: sh -c "exit 3"\n- [ ] works: Works\n  - run: touch works.txt',
  reviewed: '- [ ] done: Is done\n  - run: touch done.txt',
  paused: '- [ ] slow: Never ends (agent: slow)',
  mistaken: '- [ ] lost: Waits for nobody (after: nobody)',
  unstarted: '- [ ] idle: Nobody asked for it\n  - run: touch idle.txt',
} as const;
type PlanName = keyof typeof PLANS;

/** Nobody of these may command: by their role, for want of one, or because they are no people. */
const STRANGERS = { eve: 'read', tom: 'triage', mallory: null, 'helper[bot]': 'admin' } as const;

/** What is kept of what GitHub sent, and when the next write to GitHub may be, of which the reactions are some. */
const NOT_COMPARED = ['deliveries', 'pacing'];

const REACTION = 'reactions/create-for-issue-comment';
const LINE = 'issues/create-comment';
const STATUS = 'issues/update-comment';
/**
 * How often strangers are told in one repository in an hour, whoever they are: by a reaction with a line, or in the status comment.
 * What is processed side by side counts beforehand, so that the last few of these may be left.
 */
const TOLD_AT_MOST = 30;
const SIDE_BY_SIDE = 4;
let told = 0;

let stage: GitHubStage;
let database: Database;
let meetingPoint: MeetingPoint;
let agentFolder: string;
const issues = new Map<PlanName, number>();

beforeAll(async () => {
  meetingPoint = await startMeetingPoint();
  agentFolder = mkdtempSync(join(tmpdir(), 'planwright-agents-'));
  const agents = { slow: installScriptedAgent(agentFolder, { slow: [[{ hang: 'until-asked' }]] }, meetingPoint.url) };
  stage = await githubStage({ agents, owners: ['acme'], environment: { TICK_INTERVAL_MS: '0' } });
  await setTheStage();
}, 120_000);

afterAll(async () => {
  database?.close();
  await stage?.remove();
  await meetingPoint?.close();
  rmSync(agentFolder, { recursive: true, force: true });
});

/** Runs in every state that lasts, a plan with mistakes, and one that nobody started. Then nothing moves by itself. */
async function setTheStage(): Promise<void> {
  const { github } = stage;
  const { address, client } = await stage.serve();
  const stopTicking = keepTicking(address, stage.tickSecret);
  const runner = stage.startRunner(address);
  database = openToLook(stage);
  await github.createRepository({ owner: 'acme', name: 'web' });
  github.addCollaborator(REPO, 'ada', 'admin');
  for (const [login, role] of Object.entries(STRANGERS)) if (role !== null) github.addCollaborator(REPO, login, role);
  await github.pushCommit({ repo: REPO, branch: 'elsewhere', author: 'ada', files: { 'else.txt': 'else\n' } });
  const settings = { '.github/planwright.yml': 'refusal: polite\n' };
  await github.pushCommit({ repo: REPO, branch: 'main', author: 'ada', files: settings });
  github.installApp('acme');
  github.sendWebhooksTo(`${address}/api/github/webhooks`);
  for (const [name, tasks] of Object.entries(PLANS) as [PlanName, string][]) {
    const labels = name === 'unstarted' ? [] : ['plan'];
    const body = `## Tasks\n${tasks}\n`;
    const { number } = await github.openIssue({ repo: REPO, author: 'eve', title: name, body });
    issues.set(name, number);
    for (const label of labels) await github.labelIssue({ repo: REPO, number, by: 'ada', label });
  }
  await meetingPoint.noted('began', 'slow');
  await github.commentOn({ repo: REPO, number: numberOf('paused'), author: 'ada', body: '/planwright pause' });
  const states = async () => {
    const { runs } = await (await client.api.v1.runs.$get({ query: {} })).json();
    return Object.fromEntries(runs.map(({ issue, state }) => [issue, state]));
  };
  const wanted = {
    [numberOf('failed')]: 'failed',
    [numberOf('reviewed')]: 'in_review',
    [numberOf('paused')]: 'paused',
  };
  await until(
    'state in which nothing moves',
    async () => {
      const found = await states();
      const isSo = Object.entries(wanted).every(([issue, state]) => found[issue] === state);
      return isSo && (await quiet()) ? true : undefined;
    },
    READY_WITHIN_MS,
  );
  runner.signal('SIGTERM');
  await runner.ended;
  await stopTicking();
}

function numberOf(name: PlanName): number {
  const number = issues.get(name);
  if (number === undefined) throw new Error(`There is no issue ${name}.`);
  return number;
}

/** Whether every webhook was processed, every effect was sent, and no attempt is at work. */
async function quiet(): Promise<boolean> {
  await stage.github.settled();
  const { rows } = await database.execute(
    `SELECT (SELECT count(*) FROM deliveries WHERE state = 'waiting') + (SELECT count(*) FROM outbox WHERE state = 'waiting')
          + (SELECT count(*) FROM attempts WHERE state IN ('leased', 'running')) AS waiting`,
  );
  return Number(rows[0]?.waiting) === 0;
}

/** Every row of every table, as text. */
async function everything(): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await database.execute(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  const dump: Record<string, readonly string[]> = {};
  for (const { name } of tables.rows) {
    if (NOT_COMPARED.includes(String(name))) continue;
    const { rows } = await database.execute(`SELECT * FROM "${String(name)}"`);
    dump[String(name)] = rows.map((row) => JSON.stringify(Object.values(row))).sort();
  }
  return dump;
}

/** Runs what somebody does, and compares the database before and after. Returns the writes to GitHub that followed. */
async function unchangedBy(deeds: () => Promise<void>): Promise<readonly (string | undefined)[]> {
  const before = await everything();
  const writesBefore = stage.github.writes().length;
  const delivered = stage.github.webhooks.deliveries.length;
  await deeds();
  await until('end of the webhooks', async () => ((await quiet()) ? true : undefined), READY_WITHIN_MS);
  expect(stage.github.webhooks.deliveries.length, 'webhooks that came').toBeGreaterThan(delivered);
  expect(await everything()).toEqual(before);
  const writes = stage.github.writes().slice(writesBefore);
  return writes.map(({ operationId }) => operationId).filter((id) => id !== 'apps/create-installation-access-token');
}

const isBot = (login: string) => login.endsWith('[bot]');

/** Nothing is written but what tells people that they may not, and that no more than `TOLD_AT_MOST` times; bots are not even told. */
function expectTold(by: string, writes: readonly (string | undefined)[], kinds: readonly string[]): void {
  expect(writes.filter((write) => isBot(by) || !kinds.includes(`${write}`))).toEqual([]);
  told += writes.filter((write) => write !== LINE).length;
  expect(told).toBeLessThanOrEqual(TOLD_AT_MOST);
}

describe.each(Object.keys(STRANGERS))('%s, who may not command', (by) => {
  it('changes nothing by any command, anywhere', async () => {
    const { github } = stage;
    const places = [...issues.values(), ...github.pulls(REPO).map(({ number }) => number)];
    const lines = COMMAND_NAMES.flatMap((name) => [`/planwright ${name}`, `/planwright ${name} broken`]);
    const writes = await unchangedBy(async () => {
      for (const number of places) {
        await github.commentOn({ repo: REPO, number, author: by, body: lines.slice(0, 10).join('\n') });
        await github.commentOn({ repo: REPO, number, author: by, body: lines.slice(10, 20).join('\n') });
        await github.commentOn({ repo: REPO, number, author: by, body: lines.slice(20).join('\n') });
        await github.commentOn({ repo: REPO, number, author: by, body: '/planwrite retry' });
        const said = await github.commentOn({ repo: REPO, number, author: by, body: '@planwright resume' });
        await github.editComment({ repo: REPO, comment: said.id, by, body: '/planwright retry' });
      }
    });
    expect(writes.includes(LINE)).toBe(writes.includes(REACTION));
    expectTold(by, writes, [REACTION, LINE]);
    if (!isBot(by)) expect(told).toBeGreaterThan(TOLD_AT_MOST - SIDE_BY_SIDE);
  });

  it('changes nothing by what can be done to issues', async () => {
    const { github } = stage;
    const writes = await unchangedBy(async () => {
      for (const [name, number] of issues) {
        const on = { repo: REPO, number, by };
        const body = github.issue(REPO, number).body ?? '';
        await github.editIssue({ ...on, title: `${name}, edited`, body: `## Tasks\n${PLANS.unstarted}\n` });
        await github.closeIssue(on);
        await github.reopenIssue(on);
        if (name !== 'unstarted') await github.unlabelIssue({ ...on, label: 'plan' });
        await github.labelIssue({ ...on, label: 'plan' });
        await github.editIssue({ ...on, body });
        if (name === 'unstarted') await github.unlabelIssue({ ...on, label: 'plan' });
      }
      const body = `## Tasks\n${PLANS.unstarted}\n`;
      await github.openIssue({ repo: REPO, author: by, title: 'Mine', body, labels: ['plan'] });
    });
    expectTold(by, writes, [STATUS]);
  });

  it('changes nothing by what can be done to pull requests and checks', async () => {
    const { github } = stage;
    const writes = await unchangedBy(async () => {
      for (const { number, state } of github.pulls(REPO)) {
        const on = { repo: REPO, number, by };
        await github.reviewPull({ ...on, state: 'changes_requested', body: '/planwright cancel' });
        if (state === 'closed') continue;
        await github.editIssue({ ...on, title: 'Another title' });
        await github.retargetPull({ ...on, base: 'elsewhere' });
        await github.retargetPull({ ...on, base: 'main' });
        await github.closePull(on);
        await github.reopenPull(on);
      }
      for (const { id: check, actions } of github.checks(REPO)) {
        for (const { identifier } of actions) await github.pressCheckButton({ repo: REPO, check, by, identifier });
        await github.rerequestCheck({ repo: REPO, check, by });
      }
    });
    expect(writes).toEqual([]);
  });
});

it('the owner of another installation changes nothing, whatever is done there', async () => {
  const { github } = stage;
  const repo = 'intruders/web';
  await github.createRepository({ owner: 'intruders', name: 'web' });
  github.addCollaborator(repo, 'ivan', 'admin');
  const writes = await unchangedBy(async () => {
    github.installApp('intruders');
    const body = `## Tasks\n${PLANS.unstarted}\n`;
    const { number } = await github.openIssue({ repo, author: 'ivan', title: 'Mine', body, labels: ['plan'] });
    await github.commentOn({ repo, number, author: 'ivan', body: '/planwright run' });
    await github.pushCommit({ repo, branch: 'planwright/1/plan', author: 'ivan', files: { 'a.txt': 'a\n' } });
    github.removeAppFrom(repo, 'ivan');
    github.uninstall('intruders', 'ivan');
  });
  expect(writes).toEqual([]);
});
