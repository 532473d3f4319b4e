import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { budgetCheck } from '../../../src/core/report/budget_check.ts';
import { finalCheck } from '../../../src/core/report/final_check.ts';
import { questionCheck } from '../../../src/core/report/question_check.ts';
import { taskCheck } from '../../../src/core/report/task_check.ts';
import { runRecord } from '../../core/records.ts';
import { runReport, taskReport } from '../../core/report/reports.ts';
import { KEEP, SCENES } from '../../core/report/scenes.ts';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import {
  by,
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  pressBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
  const [run, task] = [await desk.run(), await desk.task('parser')];
  await desk.change(
    { kind: 'set_run', run: run?.id ?? '', in: 'running', set: { finalPull: 60 } },
    { kind: 'set_task', task: task?.id ?? '', in: 'ready', atAttempt: 0, set: { pull: 41 } },
  );
});
afterEach(() => desk.stop());

const HEAD = 'd'.repeat(40);

async function press(check: string, identifier: string, ...pulls: readonly number[]): Promise<string | undefined> {
  const pressed = { name: check, headCommit: HEAD, pulls };
  await desk.deliver(event({ kind: 'check_action', identifier, check: pressed }));
  return (await desk.notes()).at(-1);
}

async function notices(): Promise<readonly string[]> {
  const rows = await desk.rows("SELECT data FROM events WHERE kind = 'noticed' ORDER BY seq");
  return rows.map(({ data }) => JSON.parse(String(data)).what);
}

describe('a button of a check run that names no pull request', () => {
  it('is of the task whose commit it is at', async () => {
    await desk.overwrite(`UPDATE tasks SET "commit" = '${HEAD}' WHERE key = 'parser'`);
    expect(await press('planwright / docs', 'cancel')).toBe('ignored: The check run is none of a run.');
    await press('planwright / parser', 'cancel');
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
  });

  it('is of the run whose integration branch stands there', async () => {
    expect(await press('planwright', 'cancel')).toBe('ignored: The check run is none of a run.');
    await desk.overwrite(`UPDATE runs SET integration_head = '${HEAD}'`);
    await press('planwright', 'cancel');
    expect(await desk.run()).toMatchObject({ cancel: 'graceful' });
  });
});

describe('a button that cannot do what it says', () => {
  it('has that told in the status comment, since there is no comment to answer', async () => {
    await press('planwright / parser', 'retry', 41);
    expect(await notices()).toEqual([
      expect.stringContaining('ada pressed `retry` of `parser`, and nothing was done:'),
    ]);
    const shown = await desk.rows("SELECT 1 FROM outbox WHERE kind = 'show_run' AND state = 'waiting'");
    expect(shown).toHaveLength(1);
  });

  it('as retry while the issue is closed', async () => {
    await press('planwright / parser', 'cancel', 41);
    desk.world.closedIssues.add(40);
    await press('planwright / parser', 'retry', 41);
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    expect(await notices()).toEqual([expect.stringContaining('issue #40 is closed')]);
  });
});

/** What the buttons of our checks say to us, as the checks of such work have them. */
const OF_TASK = [
  ...(['merge', 'mend', 'given_up', 'quarantined'] as const).map((next) => taskCheck(taskReport({ next }))),
  questionCheck(runReport(), 'parser', [KEEP], null),
  budgetCheck(taskReport(), runRecord({ issue: 40, owner: 'alice' })),
].flatMap(({ actions }) => actions.map(({ identifier }) => identifier));
const OF_WHOLE = Object.values(SCENES)
  .flatMap((report) => finalCheck(report)?.actions ?? [])
  .map(({ identifier }) => identifier);

describe('every button that a check run has', () => {
  it('is told apart here', () => {
    expect(new Set(OF_TASK)).toEqual(new Set(['cancel', 'retry', 'answer:3:1', 'answer:3:2']));
    expect(new Set(OF_WHOLE)).toEqual(new Set(['retry']));
  });

  it.each([...new Set(OF_TASK)])('of a task is about the task: %s', async (identifier) => {
    expect(await press('planwright / parser', identifier, 41)).toBe(`done: The button ${identifier} was pressed.`);
  });

  it.each([...new Set(OF_WHOLE)])('of the whole is about the run: %s', async (identifier) => {
    expect(await press('planwright', identifier, 60)).toBe(`done: The button ${identifier} was pressed.`);
    expect(await notices()).toEqual([
      'ada pressed `retry` of the run, and nothing was done: Nothing of the run has failed; there is nothing to retry.',
    ]);
  });
});

describe('a button', () => {
  it('cancels and retries, where whoever presses it may command, and the check is ours and of a pull request', async () => {
    const before = await desk.everything();
    await desk.deliver(event(pressBody('cancel'), by('mallory')));
    await desk.deliver(event(pressBody('cancel'), by('renovate[bot]', true)));
    await desk.deliver(event(pressBody('cancel', 'lint / parser')));
    await desk.deliver(event(pressBody('cancel', 'planwright / docs')));
    await desk.deliver(event(pressBody('cancel', 'planwright / parser', [])));
    await desk.deliver(event(pressBody('other')));
    expect(await desk.everything()).toBe(before);
    await desk.deliver(event(pressBody('cancel')));
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
    await desk.deliver(event(pressBody('retry')));
    await desk.deliver(event(pressBody('retry')));
    expect(await desk.task('parser')).toMatchObject({ state: 'ready' });
  });
});

describe('the button of an option', () => {
  let asking: AskingDesk;
  beforeEach(async () => {
    asking = await startAskingDesk();
  });
  afterEach(() => asking.stop());

  const pick = async (identifier: string, login = 'ada') => {
    const { id = '', attempts = 0 } = (await asking.task('schema')) ?? {};
    await asking.change({ kind: 'set_task', task: id, in: 'blocked', atAttempt: attempts, set: { pull: 41 } });
    const check = { name: 'planwright / schema', headCommit: HEAD, pulls: [41] };
    await asking.deliver(event({ kind: 'check_action', identifier, check }, by(login)));
  };

  it('answers with its option', async () => {
    await asking.ask('schema');
    await pick('answer:1:2');
    expect(await asking.questions()).toEqual(['Q1 answered: drop by ada']);
  });

  it('of a settled question is told in the status', async () => {
    await asking.ask('schema');
    await asking.deliver(event(commentBody('Q1 keep', 5)));
    await asking.overwrite("UPDATE tasks SET state = 'blocked' WHERE key = 'schema'");
    await pick('answer:1:2');
    expect(await asking.questions()).toEqual(['Q1 answered: keep by ada']);
    const [notice] = await asking.rows("SELECT data FROM events WHERE kind = 'noticed'");
    expect(String(notice?.data)).toContain(
      'ada pressed `drop` of Q1, and nothing was done: Q1 was answered by ada: `keep`',
    );
    expect(String(notice?.data)).toContain('"sort":"in_vain"');
  });

  it.each([
    ['of nothing that is asked', 'answer:9:1', 'ada'],
    ['of no option', 'answer:1:7', 'ada'],
    ['by somebody who may not', 'answer:1:1', 'mallory'],
    ['that is none', 'answer:1', 'ada'],
  ])('%s answers nothing', async (_, identifier, login) => {
    await asking.ask('schema');
    await pick(identifier, login);
    expect(await asking.questions()).toEqual(['Q1 open']);
  });
});
