import { describe, expect, it } from 'vitest';
import type { ForgeRequest, ReportToCommit } from '../../../src/service/ports/forge.ts';
import { tryGit } from '../../support/github/git/git.ts';
import { CHECK, merged, PULL } from '../effect_case.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld, TargetRun } from '../forge_world.ts';

const setting = forgeSetting();

const REPORT: ReportToCommit = {
  path: 'docs/report.md',
  text: '# Report: Grüße\n\nAll is in.\n',
  message: 'docs: report on the plan #1\n\nPlanwright-Run: run\n',
  pull: { ...PULL, body: 'All is in, and reported.' },
  check: { ...CHECK, name: 'planwright', summary: 'Reported.' },
};
const OFFER = {
  kind: 'offer_run',
  opens: true,
  pull: PULL,
  ready: true,
  reviewers: [],
  check: { ...CHECK, name: 'planwright' },
  report: REPORT,
} as const satisfies ForgeRequest;

const offer = async (world: ForgeWorld, run: Partial<TargetRun>, report = REPORT) => {
  const { answer } = await world.send({ ...OFFER, report }, run);
  if (answer.kind !== 'offered') throw new Error(`Not offered: ${JSON.stringify(answer)}`);
  return answer;
};
const committed = async (world: ForgeWorld, run: Partial<TargetRun>, report = REPORT) => {
  const { report: standing } = await offer(world, run, report);
  if (standing?.kind !== 'committed') throw new Error(`Not committed: ${JSON.stringify(standing)}`);
  return standing;
};
const told = async ({ repo }: ForgeWorld, ...args: string[]) => (await tryGit(repo.folder, args)).stdout.trim();
const finalPull = ({ repo }: ForgeWorld) =>
  [...repo.issues.values()].find(({ pull }) => pull?.headBranch.endsWith('/plan'));
const headOf = ({ repo }: ForgeWorld, prefix: string) => repo.refs.get(`refs/heads/${prefix}/plan`);

describe('the report of a run', () => {
  it('is one commit on top of what was verified, and what shows the run says so at that commit', async () => {
    const world = await setting.world();
    const { head, prefix } = await merged(world);
    const before = world.writes().length;
    const standing = await committed(world, { integrationHead: head });
    expect(standing).toEqual({ kind: 'committed', commit: headOf(world, prefix), head: headOf(world, prefix) });
    expect(await told(world, 'rev-parse', `${standing.commit}^`)).toBe(head);
    expect(await told(world, 'diff', '--name-only', head, standing.commit)).toBe(REPORT.path);
    expect(await told(world, 'show', `${standing.commit}:${REPORT.path}`)).toBe(REPORT.text.trim());
    expect(await told(world, 'log', '-1', '--format=%B', standing.commit)).toBe(REPORT.message.trim());
    const writes = world.writes().slice(before);
    expect(writes.map(({ operationId }) => operationId)).toEqual([
      'graphql/createCommitOnBranch',
      'pulls/create',
      'checks/create',
    ]);
    expect(writes[0]?.permissions).toEqual({ contents: 'write', metadata: 'read' });
    expect(finalPull(world)).toMatchObject({ body: expect.stringContaining('and reported'), pull: { draft: false } });
    const checks = [...world.repo.checkRuns.values()].filter(({ name }) => name === 'planwright');
    expect(checks).toMatchObject([{ headSha: standing.commit, output: { summary: 'Reported.' } }]);
  });

  it('is committed anew only where it says something else', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    const first = await committed(world, { integrationHead: head });
    const known = { integrationHead: first.head };
    const before = world.writes().length;
    expect(await committed(world, known)).toEqual(first);
    expect(world.writes().length).toBe(before);
    const second = await committed(world, known, { ...REPORT, text: 'Something else.\n' });
    expect(await told(world, 'rev-parse', `${second.commit}^`)).toBe(first.commit);
  });

  it('is found again when the answer was lost, also below what people pushed since', async () => {
    const world = await setting.world();
    const { head, prefix } = await merged(world);
    setting
      .github()
      .faults.once({ kind: 'drop_answer' }, ({ operationId }) => operationId === 'graphql/createCommitOnBranch');
    await expect(offer(world, { integrationHead: head })).rejects.toMatchObject({ code: 'github_unreachable' });
    const commit = headOf(world, prefix);
    expect(await committed(world, { integrationHead: head })).toEqual({ kind: 'committed', commit, head: commit });
    const files = { 'hand.txt': 'by hand\n' };
    const pushed = await setting
      .github()
      .pushCommit({ repo: world.repo, branch: `${prefix}/plan`, author: 'alice', files });
    expect(await committed(world, { integrationHead: head })).toEqual({ kind: 'committed', commit, head: pushed });
    expect(await told(world, 'rev-list', '--count', `${head}..${headOf(world, prefix)}`)).toBe('2');
  });

  it('written anew is found under its own commit when the answer was lost', async () => {
    const world = await setting.world();
    const { head, prefix } = await merged(world);
    const first = await committed(world, { integrationHead: head });
    const known = { integrationHead: first.head };
    const anew = { ...REPORT, text: 'Something else.\n' };
    setting
      .github()
      .faults.once({ kind: 'drop_answer' }, ({ operationId }) => operationId === 'graphql/createCommitOnBranch');
    await expect(offer(world, known, anew)).rejects.toMatchObject({ code: 'github_unreachable' });
    const commit = headOf(world, prefix);
    expect(commit).not.toBe(first.commit);
    expect(await committed(world, known, anew)).toEqual({ kind: 'committed', commit, head: commit });
    // Also where the push of it was heard of first.
    expect(await committed(world, { integrationHead: commit ?? null }, anew)).toMatchObject({ commit });
  });

  it('goes on top of what people push at the same moment, and nothing is forced', async () => {
    const world = await setting.world();
    const { head, prefix } = await merged(world);
    const gate = Promise.withResolvers<void>();
    const met = Promise.withResolvers<void>();
    setting.github().faults.once({ kind: 'gate', open: gate.promise }, ({ operationId }) => {
      const fits = operationId === 'graphql/createCommitOnBranch';
      if (fits) met.resolve();
      return fits;
    });
    const sending = committed(world, { integrationHead: head });
    await met.promise;
    const files = { 'hand.txt': 'by hand\n' };
    const pushed = await setting
      .github()
      .pushCommit({ repo: world.repo, branch: `${prefix}/plan`, author: 'alice', files });
    gate.resolve();
    const standing = await sending;
    expect(await told(world, 'rev-parse', `${standing.commit}^`)).toBe(pushed);
    expect(standing.head).toBe(headOf(world, prefix));
  });

  it('that is refused is told, and the pull request is ready without a word of it', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    setting
      .github()
      .faults.once(
        { kind: 'status', status: 403 },
        ({ operationId }) => operationId === 'graphql/createCommitOnBranch',
      );
    const answer = await offer(world, { integrationHead: head });
    expect(answer.report).toMatchObject({ kind: 'refused', message: expect.stringContaining('commit the report to') });
    expect(finalPull(world)).toMatchObject({ body: expect.not.stringContaining('reported'), pull: { draft: false } });
  });

  it('finds the integration branch gone or without merged work', async () => {
    const world = await setting.world();
    const { head, prefix } = await merged(world);
    const elsewhere = await world.commit({ 'other.txt': 'x\n' });
    expect((await world.send(OFFER, { integrationHead: elsewhere })).answer).toEqual({
      kind: 'integration_lost',
      head,
    });
    await setting.github().deleteBranch({ repo: world.repo, branch: `${prefix}/plan`, by: 'bob' });
    expect((await world.send(OFFER, { integrationHead: head })).answer).toEqual({
      kind: 'integration_lost',
      head: null,
    });
  });

  it('comes too late where the final pull request is merged with all that is in: there is nothing to offer', async () => {
    const world = await setting.world();
    const { head } = await merged(world);
    await world.send({ ...OFFER, report: null }, { integrationHead: head });
    const number = finalPull(world)?.number ?? 0;
    await setting.github().mergePull({ repo: world.repo, number, by: 'alice' });
    const before = world.writes().length;
    expect(await offer(world, { integrationHead: head })).toEqual({ kind: 'offered', pull: null, ready: true });
    expect(world.writes().length).toBe(before);
  });
});
