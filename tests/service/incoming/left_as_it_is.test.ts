import { afterEach, beforeEach, expect, it } from 'vitest';
import { reworkTasks } from '../../../src/service/chores/rework_tasks.ts';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

const OFFERED = 'c'.repeat(40);
const PLAN = '```planwright\nchecks: build\ncheck-attempts: 0\n```\n## Tasks\n- [ ] parser: Parse dates\n';
const AWAITED = '{"code":"checks_awaited","message":"waits for the check `build`"}';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
  await desk.overwrite(
    `UPDATE tasks SET pull = 41, state = 'in_review', "commit" = '${OFFERED}', reason = '${AWAITED}' WHERE key = 'parser'`,
  );
});
afterEach(() => desk.stop());

const fail = (minute: number) =>
  desk.deliver(
    event({
      kind: 'check_completed',
      check: {
        ...{ id: 9, name: 'build', app: 'ci', headCommit: OFFERED, branch: 'planwright/40/parser' },
        ...{ conclusion: 'failure', completedAt: `2027-01-15T08:0${minute}:00Z` },
      },
    }),
  );
const merges = async () => (await desk.effects()).filter(({ kind }) => kind === 'merge_task');
const told = async () =>
  (await desk.deps.store.view.notices((await desk.run())?.id ?? '', 10)).map(({ text, sort }) => `${sort}: ${text}`);

it('work whose check has failed for good is merged at that commit where a person leaves it, and the decision is told', async () => {
  await fail(1);
  await fail(2);
  await reworkTasks(desk.deps, desk.deps.clock.now());
  expect((await told()).at(-1)).toBe(
    'seen: The check `build` of `parser` failed twice; people are asked whether to go on.',
  );
  await desk.pass(30_000);
  const asked = desk.sent.filter(({ kind }) => kind === 'show_question_check');
  expect(asked).toMatchObject([{ task: 'parser', commit: OFFERED, settles: false }]);
  expect(JSON.stringify(asked)).toMatch(/action_required.*"label":"try again".*"label":"leave it"/);
  await desk.deliver(event(commentBody('Q1 leave it', 5)));
  expect(await merges()).toMatchObject([{ commit: OFFERED }]);
  expect(await desk.task('parser')).toMatchObject({ state: 'in_review', checked: OFFERED, reason: null });
  expect((await told()).at(-1)).toBe(
    'done: ada left the work of `parser` as it is, although the check `build` failed.',
  );
  await fail(3);
  await reworkTasks(desk.deps, desk.deps.clock.now());
  expect((await desk.rows('SELECT n FROM questions')).length).toBe(1);
});

it('where a review was all that was left, the checks that the plan names are waited for as before', async () => {
  await desk.overwrite(`UPDATE tasks SET spec = json_set(spec, '$.settings.reviewAttempts', 0)`);
  const review = { id: 7, state: 'changes_requested', body: 'All of it anew.' } as const;
  const pull = { number: 41, head: 'planwright/40/parser' };
  await desk.deliver(event({ kind: 'review', action: 'submitted', review, pull }));
  expect((await told()).at(-1)).toContain('asked for changes in #41; people are asked whether `parser` is to go on.');
  await reworkTasks(desk.deps, desk.deps.clock.now());
  await desk.deliver(event(commentBody('Q1 leave it', 5)));
  expect(await merges()).toEqual([]);
  expect(await desk.task('parser')).toMatchObject({ checked: null, reason: { code: 'checks_awaited' } });
  expect((await told()).at(-1)).toBe(
    'done: ada left the work of `parser` as it is; what was found in it is not mended.',
  );
});
