import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOG_LIMIT } from '../../../src/core/finding/finding_limits.ts';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import { reworkTasks } from '../../../src/service/chores/rework_tasks.ts';
import { by, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

const OLD = 'a'.repeat(40);
const OFFERED = 'c'.repeat(40);
const PLAN =
  '```planwright\nchecks: build, test (*)\n```\n## Tasks\n- [ ] parser: Parse dates\n- [ ] docs: Document it (after parser)\n';

const MERGED = `state = 'succeeded', "commit" = '${OFFERED}', merge_commit = '${OFFERED}', ended_at = 1`;

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
});
afterEach(() => desk.stop());

type Check = Extract<IncomingBody, { kind: 'check_completed' }>['check'];

function completed(changes: Partial<Check> = {}): IncomingBody {
  const check = { id: 9, name: 'build', app: 'ci', headCommit: OFFERED, branch: 'planwright/40/parser' };
  const end = { conclusion: 'failure', completedAt: '2027-01-15T08:00:00Z' };
  return { kind: 'check_completed', check: { ...check, ...end, ...changes } };
}

const tell = (changes: Partial<Check> = {}) => desk.deliver(event(completed(changes)));
const note = async () => (await desk.notes()).at(-1);
const found = async () => (await desk.rows('SELECT state FROM findings')).map(({ state }) => state);
const reruns = async () => (await desk.effects()).filter(({ kind }) => kind === 'rerun_check').length;

describe('a check of a task', () => {
  beforeEach(async () => {
    await desk.overwrite(
      `UPDATE tasks SET pull = 41, state = 'in_review', "commit" = '${OFFERED}' WHERE key = 'parser'`,
    );
  });

  it('a required check that fails is run once more, and what fails twice is given to an attempt', async () => {
    await tell();
    await tell();
    expect([await found(), await reruns()]).toEqual([['held'], 1]);
    await tell({ completedAt: '2027-01-15T08:10:00Z' });
    expect([await found(), await reruns()]).toEqual([['open'], 1]);
    await reworkTasks(desk.deps, desk.deps.clock.now());
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
    const told = await desk.deps.store.view.notices((await desk.run())?.id ?? '', 10);
    expect(told).toEqual([
      { text: 'The check `build` of `parser` failed; it is run once more.', sort: 'seen' },
      { text: 'The check `build` of `parser` failed twice; a further attempt follows.', sort: 'seen' },
    ]);
  });

  it('one that passes when it is run again counts for nothing', async () => {
    await tell();
    await tell({ conclusion: 'success', completedAt: '2027-01-15T08:10:00Z' });
    expect(await found()).toEqual(['dropped']);
  });

  it.each([
    ['on a commit that was replaced', { headCommit: OLD }, 'Its commit is not what is offered any more.'],
    ['that nobody demands', { name: 'lint' }, 'The check is not required.'],
    ['of Planwright itself', { app: 'planwright-app' }, 'The check is of Planwright itself.'],
    ['that was canceled', { conclusion: 'cancelled' }, 'It neither passed nor failed.'],
    ['of another branch', { branch: 'feature' }, 'The check is of no branch of a run.'],
    ['of no branch', { branch: null }, 'The check is of no branch of a run.'],
    ['of a task that is not there', { branch: 'planwright/40/gone' }, 'The check is of no branch of a run.'],
  ] as const)('one %s changes nothing', async (_, changes, why) => {
    const before = await desk.everything();
    await tell(changes);
    expect(await note()).toBe(`ignored: ${why}`);
    expect(await desk.everything()).toBe(before);
  });

  it('one whose commit is replaced while it is looked at holds nothing up', async () => {
    const look = vi.spyOn(desk.deps.store.read, 'findingByKey').mockImplementationOnce(async () => {
      await desk.overwrite(`UPDATE tasks SET "commit" = '${'d'.repeat(40)}' WHERE key = 'parser'`);
      return null;
    });
    await tell();
    expect(look).toHaveBeenCalled();
    expect([await found(), await reruns()]).toEqual([[], 0]);
  });

  it('a failure that is told after the success that followed it holds nothing up', async () => {
    const stands = (...of: (readonly [string, string | null])[]) =>
      desk.world.checks.set(
        OFFERED,
        of.map(([name, conclusion]) => ({ name, app: 'ci', conclusion })),
      );
    stands(['build', 'success'], ['test (linux)', null]);
    await tell({ id: 10, conclusion: 'success', completedAt: '2027-01-15T08:10:00Z' });
    await tell();
    expect(await note()).toBe('ignored: A later run of it passed.');
    expect([await found(), await reruns()]).toEqual([[], 0]);
    stands(['build', 'success'], ['test (linux)', 'success']);
    await tell({ id: 11, name: 'test (linux)', conclusion: 'success', completedAt: '2027-01-15T08:20:00Z' });
    expect(await desk.task('parser')).toMatchObject({ checked: OFFERED });
    expect((await desk.effects()).filter(({ kind }) => kind === 'merge_task')).toHaveLength(1);
  });

  it('a failure counts although a check of another app, or another check, passed', async () => {
    desk.world.checks.set(OFFERED, [
      { name: 'build', app: 'other', conclusion: 'success' },
      { name: 'test (linux)', app: 'ci', conclusion: 'success' },
      { name: 'build', app: 'ci', conclusion: 'failure' },
    ]);
    await tell();
    expect([await found(), await reruns()]).toEqual([['held'], 1]);
  });

  it('what passed counts for the commit that it passed on, and not for one that comes while it is looked at', async () => {
    const passing = ['build', 'test (linux)'].map((name) => ({ name, app: 'ci', conclusion: 'success' }));
    desk.world.checks.set(OFFERED, passing);
    const look = vi.spyOn(desk.deps.store.read, 'findingByKey').mockImplementationOnce(async () => {
      await desk.overwrite(`UPDATE tasks SET "commit" = '${'d'.repeat(40)}' WHERE key = 'parser'`);
      return null;
    });
    await tell({ conclusion: 'success' });
    expect(look).toHaveBeenCalledOnce();
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review', checked: null });
    expect((await desk.effects()).filter(({ kind }) => kind === 'merge_task')).toEqual([]);
  });

  describe('of work that a person lets in', () => {
    const reviewed = (action: 'submitted' | 'dismissed', of: string, who = 'ada') => {
      const state = action === 'submitted' ? 'approved' : 'commented';
      const review = { id: 7, state, body: '', ...(action === 'submitted' ? { commit: of } : {}) } as const;
      const pull = { number: 41, head: 'planwright/40/parser' };
      return desk.deliver(event({ kind: 'review', action, review, pull }, by(who)));
    };
    const pass = async () => {
      desk.world.checks.set(
        OFFERED,
        ['build', 'test (linux)'].map((name) => ({ name, app: 'ci', conclusion: 'success' })),
      );
      await tell({ conclusion: 'success' });
      return desk.task('parser');
    };
    const merges = async () => (await desk.effects()).filter(({ kind }) => kind === 'merge_task').length;
    beforeEach(() =>
      desk.overwrite(
        `UPDATE tasks SET spec = json_set(spec, '$.settings.approve', json('["after"]')) WHERE key = 'parser'`,
      ),
    );

    it('is merged without a question where the commit was approved before', async () => {
      await reviewed('submitted', OFFERED);
      await reviewed('submitted', OFFERED);
      expect(await desk.task('parser')).toMatchObject({ state: 'in_review', approvedCommit: OFFERED });
      expect(await merges()).toBe(0);
      expect((await desk.events()).filter((kind) => kind === 'task_approved')).toHaveLength(1);
      expect(await pass()).toMatchObject({ state: 'in_review', approval: null });
      expect(await merges()).toBe(1);
    });

    it.each([
      ['of another commit', () => reviewed('submitted', OLD)],
      ['by somebody who may not', () => reviewed('submitted', OFFERED, 'mallory')],
      [
        'that was taken back',
        async () => {
          await reviewed('submitted', OFFERED);
          await reviewed('dismissed', OFFERED);
        },
      ],
      [
        'that is told after it was taken back',
        async () => {
          await reviewed('dismissed', OFFERED);
          await reviewed('submitted', OFFERED);
        },
      ],
    ] as const)('is asked about in spite of an approval %s', async (_, happens) => {
      await happens();
      expect(await pass()).toMatchObject({ state: 'blocked', approval: 'after', approvedCommit: null });
      expect(await merges()).toBe(0);
    });
  });

  it('a bracket in the name of a check means itself, and a star whatever stands there', async () => {
    await tell({ name: 'test (linux)' });
    expect(await found()).toEqual(['held']);
  });
});

describe('a check of the whole', () => {
  beforeEach(async () => {
    await desk.overwrite(`UPDATE tasks SET ${MERGED} WHERE key = 'parser'`);
    await desk.overwrite(
      `UPDATE runs SET final_pull = 60, state = 'in_review', integration_head = '${OFFERED}', open_tasks = 0`,
    );
    await desk.overwrite(
      `INSERT INTO events (run, seq, at, kind, task, data) SELECT id, 99, 0, 'task_merged', 'parser', '{"mergeCommit":"x"}' FROM runs`,
    );
    desk.world.requiredChecks.set('main', ['unit']);
  });

  /** A check of another app on the head of the final pull request. */
  const ofFinal = (conclusion: string, at: number, of: { name?: string; headCommit?: string } = {}) =>
    desk.deliver(
      event({
        kind: 'check_completed',
        check: {
          ...{ id: 9, name: 'unit', app: 'github-actions', headCommit: OFFERED, branch: 'planwright/40/plan', ...of },
          ...{ conclusion, completedAt: `2026-11-21T04:00:0${at}Z` },
        },
      }),
    );
  const findings = async () => await desk.rows('SELECT state, content FROM findings');
  const begin = () => reworkTasks(desk.deps, desk.deps.clock.now());

  it('a required check that fails twice on the final head sends whoever came in last back to work', async () => {
    await ofFinal('failure', 1);
    await ofFinal('failure', 1);
    expect(await findings()).toMatchObject([{ state: 'held' }]);
    expect(await reruns()).toBe(1);
    await begin();
    expect(await desk.run()).toMatchObject({ state: 'in_review' });
    await ofFinal('failure', 2);
    expect(await findings()).toMatchObject([{ state: 'open' }]);
    await begin();
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pull: null });
    expect(await desk.run()).toMatchObject({ state: 'running' });
    expect(await reruns()).toBe(1);
  });

  it('one that passes when it is run once more was flaky, and costs no attempt', async () => {
    await ofFinal('failure', 1);
    await ofFinal('success', 2);
    expect(await findings()).toMatchObject([{ state: 'dropped' }]);
    await begin();
    expect(await desk.run()).toMatchObject({ state: 'in_review' });
  });

  it('one of a commit that is no more the head, or that nothing demands, says nothing', async () => {
    const before = await desk.everything();
    await ofFinal('failure', 1, { headCommit: 'd'.repeat(40) });
    await ofFinal('failure', 1, { name: 'lint' });
    await ofFinal('cancelled', 1);
    expect(await desk.everything()).toBe(before);
  });

  it('its log is kept without secrets, as text, and only its end', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const log = `${'compiling\n'.repeat(20_000)}\u001b[31mtoken ${secret}\u001b[0m\nexit 1\n`;
    desk.world.failedChecks.set(9, { message: `Broken: ${secret}`, annotations: [], log });
    await ofFinal('failure', 1);
    const [row] = await findings();
    const content = JSON.parse(String(row?.content));
    expect(content.log.length).toBeLessThanOrEqual(LOG_LIMIT);
    expect(content.log.trimEnd()).toMatch(/exit 1$/);
    expect(JSON.stringify(content)).not.toContain(secret);
    expect(JSON.stringify(content)).not.toContain('\\u001b');
  });
});
