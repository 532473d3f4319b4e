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

async function press(check: string, identifier: string, pull: number): Promise<string | undefined> {
  const pressed = { name: check, headCommit: 'b'.repeat(40), pulls: [pull] };
  await desk.deliver(event({ kind: 'check_action', identifier, check: pressed }));
  return (await desk.notes()).at(-1);
}

describe('every button that a check run has', () => {
  const ofTask = taskCheck(taskReport()).actions.map(({ identifier }) => identifier);
  it.each(ofTask)('of a task does what it says: %s', async (identifier) => {
    expect(await press('planwright / parser', identifier, 41)).not.toContain('none of ours');
  });

  const ofWhole = finalCheck(SCENES.verification_failed ?? runReport())?.actions.map(({ identifier }) => identifier);
  it.each(ofWhole ?? [])('of the whole is about the run: %s', async (identifier) => {
    expect(await press('planwright', identifier, 60)).toBe(
      'ignored: Nothing of the run has failed; there is nothing to retry.',
    );
  });
});
