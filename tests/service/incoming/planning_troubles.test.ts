import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import { cancelRun } from '../../../src/service/commands/cancel_run.ts';
import { pauseRun } from '../../../src/service/commands/pause_run.ts';
import { commentBody, event, issueBody } from '../../support/incoming_desk.ts';
import { PLANNER_SETTINGS, type PlanningDesk, planned, startPlanningDesk } from '../../support/planning_desk.ts';

const WISH = 'Dates are read wrongly.\n';
const PROPOSED = '## Tasks\n- [ ] parser: Parse dates';

let desk: PlanningDesk;
beforeEach(async () => {
  desk = await startPlanningDesk();
});
afterEach(() => desk.stop());

const label = (second = 0, body = WISH) => desk.deliver(event(issueBody('labeled', second, { body })));
const say = (text: string, second: number) => desk.deliver(event(commentBody(text, second, { body: WISH })));
const runs = () => desk.rows('SELECT name, state, open_tasks FROM runs ORDER BY created_at, sequence');
const drafts = () => desk.rows('SELECT state FROM drafts ORDER BY created_at, id');

describe('a plan that cannot be begun', () => {
  beforeEach(() => {
    desk.answers.begin_planning = () => ({ kind: 'refused', message: 'There is no branch `next`.' });
  });

  it('is told at once, and nothing is left of it', async () => {
    await label();
    await desk.settle();
    expect(desk.texts().at(-1)).toMatch(/No plan was made of this issue[\s\S]*There is no branch/);
    expect([await runs(), await drafts()]).toEqual([
      [{ name: '40-planning', state: 'failed', open_tasks: 0 }],
      [{ state: 'ended' }],
    ]);
    expect(await desk.planner.leaseOrchestrator()).toEqual([]);
  });
});

describe('before GitHub said where the base stands', () => {
  beforeEach(() => {
    desk.answers.begin_planning = () => {
      throw new Error('GitHub is away.');
    };
  });

  it('is canceled, and nothing is begun afterwards', async () => {
    await label();
    await desk.settle();
    await say('/planwright cancel', 2);
    delete desk.answers.begin_planning;
    await desk.pass(600_000);
    expect([await runs(), await drafts()]).toEqual([
      [{ name: '40-planning', state: 'canceled', open_tasks: 0 }],
      [{ state: 'ended' }],
    ]);
    expect(await desk.planner.leaseOrchestrator()).toEqual([]);
    expect(desk.texts().at(-1)).toContain('was withdrawn');
  });

  it('is told of after an hour', async () => {
    await label();
    await desk.settle();
    desk.outage(3_600_000);
    await desk.settle();
    expect(desk.texts().at(-1)).toContain('No plan was made of this issue');
    expect(await runs()).toEqual([{ name: '40-planning', state: 'failed', open_tasks: 0 }]);
  });
});

describe('one text', () => {
  it('that had no tasks once is told when it loses those that its run goes by', async () => {
    desk.world.files = { own: null, organisation: null };
    await label();
    desk.world.files = { own: PLANNER_SETTINGS, organisation: null };
    await say('/planwright run', 1);
    await desk.planning();
    await desk.deliver(event(issueBody('edited', 2, { body: `${WISH}\n${PROPOSED}` })));
    expect(await desk.run()).toMatchObject({ issue: 40 });
    await desk.deliver(event(issueBody('edited', 3, { body: WISH })));
    expect(await desk.events()).toContain('plan_edit_refused');
  });

  it('is planned once by the two events of an issue that is opened with its label, however late the second comes', async () => {
    await desk.deliver(event(issueBody('opened', 0, { body: WISH })));
    const { attempt } = await desk.planning();
    await desk.planner.finish(attempt, {
      ...planned(''),
      kind: 'failed',
      class: 'agent_error',
      message: 'It broke.',
    } as Outcome);
    await desk.settle();
    await label();
    await desk.settle();
    expect(await desk.planner.leaseOrchestrator()).toEqual([]);
    expect(await drafts()).toHaveLength(1);
    // A further act of somebody is another wish.
    await label(60);
    await desk.settle();
    expect(await drafts()).toHaveLength(2);
  });
});

describe('the budget of the repository', () => {
  it('counts what planning used, and says so where nothing is left', async () => {
    desk.world.files = { own: `${PLANNER_SETTINGS}repository-budget: { cost: $1, per: month }\n`, organisation: null };
    await label();
    const { attempt } = await desk.planning();
    const usage = { inputTokens: 1, cachedTokens: 0, outputTokens: 1, costMicros: 2_000_000, model: null };
    await desk.planner.finish(attempt, planned('no plan', usage));
    await desk.settle();
    expect(await desk.planner.leaseOrchestrator()).toEqual([]);
    expect(desk.texts().at(-1)).toMatch(
      /No plan was made of this issue[\s\S]*No budget is left: 2.00 \$ of 1.00 \$ that all plans of the repository may use in/,
    );
    expect([await runs(), await drafts()]).toEqual([
      [{ name: '40-planning', state: 'failed', open_tasks: 0 }],
      [{ state: 'ended' }],
    ]);
    desk.world.files = { own: PLANNER_SETTINGS, organisation: null };
    await say('/planwright run', 9);
    await desk.planning();
  });
});

describe('while a plan is made', () => {
  it('the repository is read where settings say that plans begin', async () => {
    desk.world.files = { own: `${PLANNER_SETTINGS}base: next\n`, organisation: null };
    await label();
    await desk.settle();
    expect(desk.sent).toContainEqual({ kind: 'begin_planning', base: 'next' });
  });

  it('a correction has an hour of its own to find a place', async () => {
    await label();
    desk.outage(3_000_000);
    const { attempt } = await desk.planning();
    await desk.planner.finish(attempt, planned('No plan.'));
    desk.outage(1_200_000);
    const second = await desk.planning();
    expect(second.number).toBe(2);
  });

  it('what an operator pauses comes to its plan all the same where that is made already', async () => {
    await label();
    const { attempt, run } = await desk.planning();
    await pauseRun(desk.deps, run, { because: 'paused_by_person', by: 'ada' });
    await desk.planner.finish(attempt, planned(PROPOSED));
    await desk.settle();
    expect(await runs()).toEqual([{ name: '40-planning', state: 'succeeded', open_tasks: 0 }]);
    expect(desk.texts().at(-1)).toContain(PROPOSED);
  });

  it('what an operator cancels is told in its issue', async () => {
    await label();
    const { attempt, run } = await desk.planning();
    await cancelRun(desk.deps, run, { how: 'graceful', by: 'ada', because: 'person' });
    await desk.planner.finish(attempt, planned(PROPOSED));
    await desk.settle();
    expect([await runs(), await drafts()]).toEqual([
      [{ name: '40-planning', state: 'canceled', open_tasks: 0 }],
      [{ state: 'ended' }],
    ]);
    expect(desk.texts().at(-1)).toMatch(/No plan was made of this issue[\s\S]*canceled/);
  });
});
