import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveAnswer } from '../../../src/service/commands/answer_question.ts';
import { approveTask } from '../../../src/service/commands/approve_task.ts';
import { cancelRun } from '../../../src/service/commands/cancel_run.ts';
import { cancelTask } from '../../../src/service/commands/cancel_task.ts';
import { AT, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

const FIRST = 'b'.repeat(40);
const SEEN = { at: AT, isNamed: true } as const;

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.answers.publish_task = () => ({ kind: 'published', pull: 41 });
});
afterEach(() => desk.stop());

async function start(body: string): Promise<void> {
  await desk.deliver(event(issueBody('labeled', 0, { body })));
  await desk.settle();
  await desk.settle();
}
const BEFORE = '## Tasks\n- [ ] parser: Parse dates (approve: before)\n';
const AFTER = '## Tasks\n- [ ] parser: Parse dates (approve: after)\n';

async function work(): Promise<void> {
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', success({ commit: FIRST }));
  await desk.settle();
}

const id = async () => (await desk.task('parser'))?.id ?? '';
const count = async (kind: string) => (await desk.events()).filter((each) => each === kind).length;
const merges = async () => (await desk.effects()).filter(({ kind }) => kind === 'merge_task').length;

/** What somebody does, with the name of the command that it comes to. */
type Act = readonly [command: string, act: () => Promise<unknown>];
const approve: Act = ['approve_task', async () => approveTask(desk.deps, await id(), { by: 'ada', ...SEEN })];
const approveToo: Act = ['approve_task', async () => approveTask(desk.deps, await id(), { by: 'bob', ...SEEN })];
const answer = (text: string): Act => [
  'answer_question',
  async () => {
    const [question] = await desk.rows("SELECT id FROM questions WHERE state = 'open'");
    return giveAnswer(desk.deps, String(question?.id), { text, by: 'bob' });
  },
];
const edit = (body: string): Act => ['edit_plan', () => desk.deliver(event(issueBody('edited', 10, { body })))];
const by = { by: 'bob', how: 'graceful' } as const;
const cancelRunNow: Act = [
  'cancel_run',
  async () => cancelRun(desk.deps, (await desk.run())?.id ?? '', { ...by, because: 'person' }),
];
const cancelTaskNow: Act = ['cancel_task', async () => cancelTask(desk.deps, await id(), by)];
const CANCELS = [
  ['the run', cancelRunNow],
  ['the task', cancelTaskNow],
] as const;

/** All in the same moment: decided by the same rows, and landing in this order. How many of them came about; the others were refused. */
async function atOnce(...acts: readonly Act[]): Promise<number> {
  const { store } = desk.deps;
  const { command } = store;
  const names = acts.map(([name]) => name);
  const waiting: { readonly name: string; readonly go: () => void }[] = [];
  const together: typeof command = (name, decide) => {
    if (!names.includes(name)) return command(name, decide);
    return new Promise((resolve, reject) => {
      waiting.push({ name, go: () => command(name, decide).then(resolve, reject) });
      if (waiting.length < acts.length) return;
      Object.assign(store, { command });
      waiting.sort((left, right) => names.indexOf(left.name) - names.indexOf(right.name));
      for (const { go } of waiting) go();
    });
  };
  Object.assign(store, { command: together });
  const settled = await Promise.allSettled(acts.map(([, act]) => act()));
  expect(waiting).toHaveLength(acts.length);
  for (const each of settled) {
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'not_allowed_in_state' });
  }
  return settled.filter(({ status }) => status === 'fulfilled').length;
}

describe('whether a task may start', () => {
  it('is settled once where two people approve it at once', async () => {
    await start(BEFORE);
    expect(await atOnce(approve, approveToo)).toBe(1);
    expect([await count('question_answered'), await count('task_approved')]).toEqual([1, 0]);
    expect(await desk.task('parser')).toMatchObject({ state: 'ready', approval: null });
  });

  it('is settled one way where one approves it and another says skip', async () => {
    await start(BEFORE);
    expect(await atOnce(approve, answer('skip'))).toBe(1);
    expect(await count('question_answered')).toBe(1);
    const { state, approval } = (await desk.task('parser')) ?? {};
    expect([
      ['ready', null],
      ['skipped', 'before'],
    ]).toContainEqual([state, approval]);
  });

  it.each(CANCELS)('is of no matter where somebody cancels %s at once: it does not begin', async (_, cancel) => {
    for (const acts of [
      [approve, cancel],
      [cancel, approve],
    ]) {
      await start(BEFORE);
      await atOnce(...acts);
      await desk.settle();
      const runner = desk.runner();
      await runner.register();
      expect(await runner.lease()).toEqual([]);
      expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
      await desk.stop();
      desk = await startIncomingDesk();
    }
  });

  it.each([
    ['first', true],
    ['second', false],
  ])('is asked anew, or approved of what it says now, where an edit comes at once, %s', async (_, isFirst) => {
    await start(BEFORE);
    const edited = edit(BEFORE.replace('Parse dates', 'Delete all'));
    await atOnce(...(isFirst ? [edited, approve] : [approve, edited]));
    await desk.settle();
    const task = await desk.task('parser');
    expect(task?.spec.title).toBe('Delete all');
    const answers = await count('question_answered');
    // Who answered the question that was asked before has not let in what was written since.
    expect(task).toMatchObject(answers === 1 ? { state: 'blocked', approval: 'before' } : { approval: null });
  });
});

describe('whether verified work may be merged', () => {
  it('is settled once where two people approve it at once', async () => {
    await start(AFTER);
    await work();
    expect(await atOnce(approve, approveToo)).toBe(1);
    expect([await count('question_answered'), await merges()]).toEqual([1, 1]);
    await desk.settle();
    expect(await desk.task('parser')).toMatchObject({ state: 'succeeded', approvedCommit: FIRST });
  });

  it.each(['reject', 'Do it otherwise.'])(
    'is settled one way where one approves it and another says %j',
    async (text) => {
      await start(AFTER);
      await work();
      expect(await atOnce(answer(text), approve)).toBe(1);
      expect(await count('question_answered')).toBe(1);
      await desk.settle();
      expect((await desk.task('parser'))?.state === 'succeeded').toBe((await merges()) === 1);
    },
  );

  it.each(CANCELS)('is merged or canceled, not both, where somebody cancels %s at once', async (_, cancel) => {
    for (const acts of [
      [approve, cancel],
      [cancel, approve],
    ]) {
      await start(AFTER);
      await work();
      await atOnce(...acts);
      await desk.settle();
      const task = await desk.task('parser');
      const sent = desk.sent.filter(({ kind }) => kind === 'merge_task').length;
      expect([
        ['succeeded', 1],
        ['canceled', 0],
      ]).toContainEqual([task?.state, sent]);
      await desk.stop();
      desk = await startIncomingDesk();
    }
  });
});
