import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  pullBody,
  pushBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
});
afterEach(() => desk.stop());

/** Brings `parser` into review with a pull request, and keeps it there. */
async function inReview(): Promise<void> {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', success());
}

const press = (identifier: string, name = 'planwright / parser', pulls = [41]): IncomingBody => ({
  kind: 'check_action',
  identifier,
  check: { name, headCommit: 'b'.repeat(40), pulls },
});

describe('what people do by hand', () => {
  it('a pull request that somebody merged counts, without asking who that is', async () => {
    await inReview();
    await desk.deliver(event(pullBody('closed', { merge: { commit: 'e'.repeat(40) } }), by('eve')));
    expect(await desk.task('parser')).toMatchObject({ state: 'succeeded', mergeCommit: 'e'.repeat(40) });
  });

  it('a pull request closed by somebody with permission fails its task, by others it does nothing', async () => {
    await inReview();
    const before = await desk.everything();
    await desk.deliver(event(pullBody('closed'), by('mallory')));
    expect(await desk.everything()).toBe(before);
    await desk.deliver(event(pullBody('closed')));
    expect(await desk.task('parser')).toMatchObject({ state: 'failed', reason: { code: 'pull_request_closed' } });
  });

  const gone = (branch: string) =>
    ({ state: 'closed', base: 'planwright/40/plan', goneBranch: branch, headCommit: 'f'.repeat(40) }) as const;

  const deletion = [pushBody('planwright/40/plan', null), pullBody('closed')];
  it.each([
    ['the branch', deletion],
    ['the pull request', deletion.toReversed()],
  ])(
    'pull requests that GitHub closed with the integration branch pause the run, %s being told first',
    async (_, told) => {
      await inReview();
      desk.world.contains = () => false;
      desk.world.pulls.set(41, gone('planwright/40/plan'));
      // Nobody who may delete branches is asked whether he may command.
      for (const [index, body] of told.entries()) {
        await desk.deliver(event(body, by(index === 0 ? 'eve' : 'ada')));
        expect(await desk.run()).toMatchObject({ state: 'paused' });
      }
      expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
      expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'integration_deleted' } });
      expect((await desk.events()).filter((kind) => kind === 'pause_requested')).toHaveLength(1);

      desk.world.contains = () => true;
      desk.world.pulls.set(41, {
        state: 'open',
        base: 'planwright/40/plan',
        goneBranch: null,
        headCommit: 'f'.repeat(40),
      });
      await desk.deliver(event(commentBody('/planwright resume', 10)));
      await desk.settle();
      // News that come after all of it say nothing any more.
      for (const body of told) await desk.deliver(event(body));
      expect(await desk.run()).toMatchObject({ state: 'running' });
      expect(await desk.task('parser')).toMatchObject({ state: 'succeeded' });
    },
  );

  it('a pull request that is open again by the time its closing is told changes nothing for its task', async () => {
    await inReview();
    desk.world.pulls.set(41, {
      state: 'open',
      base: 'planwright/40/plan',
      goneBranch: null,
      headCommit: 'f'.repeat(40),
    });
    await desk.deliver(event(pullBody('closed')));
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
  });

  it('a pull request that GitHub closed with its own branch changes nothing for its task', async () => {
    await inReview();
    desk.world.pulls.set(41, gone('planwright/40/parser'));
    for (const body of [pullBody('closed'), pushBody('planwright/40/parser', null), pullBody('closed')]) {
      await desk.deliver(event(body));
    }
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
    expect((await desk.notes()).at(-1)).toContain('ignored: It was closed with its branch');
  });

  it('deleting the branch of a run whose final pull request was merged is tidying, also where that is told first', async () => {
    await desk.rows('UPDATE runs SET final_pull = 60');
    desk.world.contains = () => false;
    desk.world.pulls.set(60, { state: 'merged', base: 'main', goneBranch: null, headCommit: 'f'.repeat(40) });
    await desk.deliver(event(pushBody('planwright/40/plan', null)));
    expect(await desk.run()).toMatchObject({ state: 'running' });
  });

  it('a pull request that is reopened sends its task on from where it was closed', async () => {
    await inReview();
    await desk.deliver(event(pullBody('closed')));
    await desk.deliver(event(pullBody('reopened'), by('mallory')));
    expect(await desk.task('parser')).toMatchObject({ state: 'failed' });
    desk.world.pulls.set(41, {
      state: 'closed',
      base: 'planwright/40/plan',
      goneBranch: null,
      headCommit: 'f'.repeat(40),
    });
    await desk.deliver(event(pullBody('reopened')));
    expect(await desk.task('parser')).toMatchObject({ state: 'failed' });
    desk.world.pulls.clear();
    await desk.deliver(event(pullBody('reopened')));
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
    expect(await desk.task('docs')).toMatchObject({ state: 'pending' });
  });

  it('a final pull request that is reopened sends its run on to the review', async () => {
    await desk.rows("UPDATE tasks SET state = 'succeeded'");
    await desk.rows("UPDATE runs SET state = 'in_review', open_tasks = 0, final_pull = 60");
    const final = { number: 60, head: 'planwright/40/plan', base: 'main' };
    await desk.deliver(event(pullBody('closed', final)));
    expect(await desk.run()).toMatchObject({ state: 'failed' });
    await desk.deliver(event(pullBody('reopened', final)));
    expect(await desk.run()).toMatchObject({ state: 'running', reason: null });
  });

  it('a pull request that somebody merged elsewhere leaves its task where it is', async () => {
    await inReview();
    await desk.deliver(event(pullBody('closed', { merge: { commit: 'e'.repeat(40) }, base: 'main' })));
    expect(await desk.task('parser')).toMatchObject({ state: 'in_review' });
  });

  it('a push to the branch of a task makes its evidence stale, also by a bot of others, not by ours', async () => {
    await inReview();
    const before = await desk.everything();
    await desk.deliver(event(pushBody('planwright/40/parser'), by('planwright[bot]', true)));
    await desk.deliver(event(pushBody('planwright/40/other')));
    await desk.deliver(event(pushBody('planwright/41/parser')));
    await desk.deliver(event(pushBody('main')));
    expect(await desk.everything()).toBe(before);
    await desk.deliver(event(pushBody('planwright/40/parser'), by('pre-commit[bot]', true)));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pushed: 'd'.repeat(40) });
  });

  it('rewriting the branch of a task without its work is told as that', async () => {
    await inReview();
    desk.world.contains = () => false;
    await desk.deliver(event(pushBody('planwright/40/parser', 'd'.repeat(40), true), by('bob')));
    const run = (await desk.run())?.id ?? '';
    const told = `bob rewrote the branch of \`parser\`: ddddddd took the place of bbbbbbb, which stays at \`refs/planwright/attempts/${run}/parser/1\`. What was pushed is verified.`;
    expect(await desk.deps.store.view.notices(run, 10)).toEqual([told]);
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', pushed: 'd'.repeat(40) });
  });

  it('a forced push that keeps the work of the task is a push like any other', async () => {
    await inReview();
    await desk.deliver(event(pushBody('planwright/40/parser', 'd'.repeat(40), true), by('bob')));
    const notices = await desk.deps.store.view.notices((await desk.run())?.id ?? '', 10);
    expect(notices).toEqual(['bob pushed ddddddd to the branch of `parser`.']);
  });

  it('deleting or rewriting the integration branch pauses the run, unless it is whole again', async () => {
    await desk.deliver(event(pushBody('planwright/40/plan', null), by('eve')));
    expect(await desk.run()).toMatchObject({ state: 'running' });
    desk.world.contains = () => false;
    await desk.deliver(event(pushBody('planwright/40/plan', null), by('ada')));
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'integration_deleted' } });
  });

  it('taking the App away pauses what runs there, whoever the installation belonged to', async () => {
    desk.world.allowedInstallations.clear();
    await desk.deliver(event({ kind: 'access', change: 'lost', repositories: [99] }, { repository: null }));
    await desk.deliver(event({ kind: 'access', change: 'gained', repositories: null }, { repository: null }));
    await desk.deliver(
      event({ kind: 'access', change: 'lost', repositories: null }, { repository: null, installation: 2 }),
    );
    const lost = event({ kind: 'access', change: 'lost', repositories: null }, { repository: null });
    await desk.deliver(lost);
    expect(await desk.run()).toMatchObject({ state: 'running' });
    desk.world.reached = false;
    await desk.deliver(lost);
    expect(await desk.run()).toMatchObject({ state: 'paused', reason: { code: 'app_removed' } });
    expect((await desk.notes()).at(-1)).toBe('done: The App lost repositories; 1 run is paused.');
  });

  it('taking the App away counts as paused only what is', async () => {
    await desk.deliver(event(issueBody('opened', 1, { number: 41 })));
    await desk.rows("UPDATE runs SET state = 'in_review' WHERE name = '40'");
    desk.world.reached = false;
    await desk.deliver(event({ kind: 'access', change: 'lost', repositories: null }, { repository: null }));
    expect(await desk.run()).toMatchObject({ state: 'in_review' });
    expect(await desk.run(41)).toMatchObject({ state: 'pending' });
    expect((await desk.notes()).at(-1)).toBe('ignored: Nothing is paused in repositories that the App does not reach.');
  });

  it('suspending the App pauses what runs there, and is told as that', async () => {
    const suspended = event({ kind: 'access', change: 'suspended', repositories: null }, { repository: null });
    await desk.deliver(suspended);
    expect(await desk.run()).toMatchObject({ state: 'running' });
    desk.world.reached = false;
    await desk.deliver(suspended);
    const { state, reason } = (await desk.run()) ?? {};
    expect({ state, reason }).toMatchObject({ state: 'paused', reason: { code: 'app_suspended' } });
    expect(reason?.message).toBe(
      'ada suspended the App here; the run goes on when that is taken back and somebody resumes.',
    );
  });

  it('buttons of check runs cancel and retry the task or the run', async () => {
    const task = await desk.task('parser');
    await desk.deps.store.command('test', async () => ({
      changes: [{ kind: 'set_task', task: task?.id ?? '', in: 'ready', atAttempt: 0, set: { pull: 41 } }],
      events: [],
      effects: [],
      result: null,
    }));
    const before = await desk.everything();
    await desk.deliver(event(press('cancel'), by('mallory')));
    await desk.deliver(event(press('cancel'), by('renovate[bot]', true)));
    await desk.deliver(event(press('cancel', 'lint / parser')));
    await desk.deliver(event(press('cancel', 'planwright / docs')));
    await desk.deliver(event(press('cancel', 'planwright / parser', [])));
    await desk.deliver(event(press('other')));
    expect(await desk.everything()).toBe(before);
    await desk.deliver(event(press('cancel')));
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    await desk.deliver(event(press('retry')));
    await desk.deliver(event(press('retry')));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
  });
});

/** Every kind of event that could change something, as somebody may send it. */
const EVERYTHING: readonly IncomingBody[] = [
  ...(['opened', 'edited', 'labeled', 'unlabeled', 'closed', 'reopened'] as const).flatMap((action) => [
    issueBody(action, 9),
    issueBody(action, 9, { number: 51 }),
    issueBody(action, 9, { body: 'no plan at all' }),
  ]),
  ...[
    'run',
    'status',
    'cancel',
    'cancel parser',
    'retry',
    'retry parser',
    'skip parser',
    'pause',
    'resume',
    'help',
    'approve',
    'pauze',
    'skip docs\n/planwright pause',
  ].flatMap((command) => [
    commentBody(`/planwright ${command}`, 9),
    commentBody(`/planwright ${command}`, 9, { number: 51, labels: [] }),
    commentBody(`@planwright-app ${command}`, 9, { number: 41, isPull: true }),
  ]),
  ...(['closed', 'reopened', 'retargeted'] as const).map((action) => pullBody(action, { base: 'main' })),
  press('retry'),
  press('cancel'),
  press('cancel', 'planwright', [42]),
  { kind: 'ignored', why: 'Nobody needs it.' },
];

describe('an account without permission', () => {
  it('changes no row but the log of deliveries, whatever it sends', async () => {
    await inReview();
    const before = await desk.everything();
    for (const body of EVERYTHING) {
      for (const who of [by('mallory'), by('renovate[bot]', true), by('', true)]) await desk.deliver(event(body, who));
    }
    expect(await desk.everything()).toBe(before);
    expect(new Set((await desk.notes()).slice(1).map((note) => note.split(':')[0]))).toEqual(
      new Set(['ignored', 'refused']),
    );
  }, 60_000);

  it('nor does anybody in an installation that is not allowed, or in none', async () => {
    const before = await desk.everything();
    const pushes = [pushBody('planwright/40/parser'), pullBody('closed', { merge: { commit: null } })];
    for (const body of [...EVERYTHING, ...pushes]) {
      for (const installation of [9, null]) await desk.deliver(event(body, { installation }));
    }
    expect(await desk.everything()).toBe(before);
    expect(desk.world.reactions).toEqual([]);
  }, 60_000);
});
