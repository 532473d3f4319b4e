import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finalCheck } from '../../../src/core/report/final_check.ts';
import { taskCheck } from '../../../src/core/report/task_check.ts';
import { runReport, taskReport } from '../../core/report/reports.ts';
import { SCENES } from '../../core/report/scenes.ts';
import { event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  await desk.deliver(event(issueBody('labeled')));
  await desk.settle();
  const [run, task] = [await desk.run(), await desk.task('parser')];
  await desk.deps.store.command('test', async () => ({
    changes: [
      { kind: 'set_run', run: run?.id ?? '', in: 'running', set: { finalPull: 60 } },
      { kind: 'set_task', task: task?.id ?? '', in: 'ready', atAttempt: 0, set: { pull: 41 } },
    ],
    events: [],
    effects: [],
    result: null,
  }));
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
    await desk.rows(`UPDATE tasks SET "commit" = '${HEAD}' WHERE key = 'parser'`);
    expect(await press('planwright / docs', 'cancel')).toBe('ignored: The check run is none of a run.');
    await press('planwright / parser', 'cancel');
    expect(await desk.task('parser')).toMatchObject({ state: 'canceled' });
  });

  it('is of the run whose integration branch stands there', async () => {
    expect(await press('planwright', 'cancel')).toBe('ignored: The check run is none of a run.');
    await desk.rows(`UPDATE runs SET integration_head = '${HEAD}'`);
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

describe('every button that a check run has', () => {
  const ofTask = taskCheck(taskReport()).actions.map(({ identifier }) => identifier);
  it.each(ofTask)('of a task does what it says: %s', async (identifier) => {
    expect(await press('planwright / parser', identifier, 41)).not.toContain('none of ours');
  });

  const ofWhole = finalCheck(SCENES.verification_failed ?? runReport())?.actions.map(({ identifier }) => identifier);
  it.each(ofWhole ?? [])('of the whole is about the run: %s', async (identifier) => {
    expect(await press('planwright', identifier, 60)).toBe('done: The button retry was pressed.');
    expect(await notices()).toEqual([
      'ada pressed `retry` of the run, and nothing was done: Nothing of the run has failed; there is nothing to retry.',
    ]);
  });
});
