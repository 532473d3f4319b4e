import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { approvalLine } from '../../../src/core/report/approval_line.ts';
import { planMarker, questionMarker } from '../../../src/core/report/markers.ts';
import { type AskingDesk, startAskingDesk } from '../../support/asking_desk.ts';
import {
  by,
  commentBody,
  editBody,
  event,
  type IncomingDesk,
  issueBody,
  PLAN,
  pressBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

/** The table as it might be: some commands need a setting of their own, which nobody has. */
vi.mock('../../../src/core/commands/command_table.ts', async (original) => {
  const table = await original<typeof import('../../../src/core/commands/command_table.ts')>();
  const higher = (name: 'pause' | 'answer' | 'approve' | 'cancel') => ({ ...table.COMMANDS[name], needs: 'higher' });
  const raised = {
    pause: higher('pause'),
    answer: higher('answer'),
    approve: higher('approve'),
    cancel: higher('cancel'),
  };
  return { ...table, COMMANDS: { ...table.COMMANDS, ...raised } };
});

/** Everybody has what the settings say of commands; the other setting says nothing. */
const may = async (_: unknown, __: string, need: unknown) => need !== undefined;

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk({ may });
  await desk.deliver(event(issueBody('labeled', 0)));
  await desk.settle();
});
afterEach(() => desk.stop());

const note = async () => (await desk.notes()).at(-1);

it('a command is obeyed of whoever has what its row of the table asks for', async () => {
  await desk.say('/planwright pause', 1);
  expect(await note()).toBe('refused: Its sender may not command here and was told so.');
  expect(await desk.run()).toMatchObject({ state: 'running' });
  await desk.say('/planwright skip docs', 2);
  expect(await desk.task('docs')).toMatchObject({ state: 'skipped' });
});

it('of several commands in one comment none is obeyed where one needs more', async () => {
  const before = await desk.everything();
  await desk.say('/planwright skip docs\n/planwright pause', 1);
  expect(await note()).toMatch(/^refused: /);
  expect(await desk.everything()).toBe(before);
});

it('a command that cannot be read needs what it would need otherwise, and a near miss what most need', async () => {
  await desk.say('/planwright pause for a while', 1);
  expect(await note()).toMatch(/^refused: /);
  await desk.say('/planwright pauze', 2);
  expect(await note()).toMatch(/^done: /);
});

it('a button needs what its command does', async () => {
  const task = await desk.task('parser');
  await desk.overwrite(`UPDATE tasks SET pull = 41 WHERE id = '${task?.id}'`);
  await desk.deliver(event(pressBody('cancel')));
  expect(await note()).toBe('ignored: Its sender may not command here.');
  await desk.deliver(event(pressBody('retry')));
  expect(await note()).toBe('done: The button retry was pressed.');
});

it('a tick that approves a plan needs what `approve` does', async () => {
  const body = `\`\`\`planwright\napprove: plan\n\`\`\`\n${PLAN}`;
  await desk.deliver(event(issueBody('labeled', 1, { number: 41, body })));
  const [waiting] = await desk.rows('SELECT plan_hash FROM proposals');
  const line = approvalLine(String(waiting?.plan_hash));
  const ticked = (box: string) => `**Waits.**\n\n${line.replace('[ ]', `[${box}]`)}\n\n${planMarker(41)}`;
  const tick = editBody({ before: ticked(' '), body: ticked('x') }, 2, { number: 41, body });
  await desk.deliver(event(tick, by('bob')));
  expect(await note()).toMatch(/^refused: /);
  expect(await desk.run(41)).toBeNull();
});

it('what answers a question needs what `answer` does', async () => {
  const asking: AskingDesk = await startAskingDesk({ may });
  await asking.ask('schema');
  const marker = questionMarker((await asking.run())?.id ?? '', 1);
  const ticked = (box: string) => `**Q1** asks\n\n- [${box}] keep\n- [ ] drop\n${marker}`;
  const before = await asking.everything();
  await asking.deliver(event(commentBody('Q1 keep', 1)));
  await asking.deliver(event(editBody({ before: ticked(' '), body: ticked('x') }, 2)));
  const edit = { before: 'Hm.', body: 'Q1 drop', id: 1_050, author: 'ada' };
  await asking.deliver(event(editBody(edit, 3)));
  expect((await asking.notes()).slice(-3).filter((each) => !each.startsWith('refused: '))).toEqual([]);
  expect(await asking.everything()).toBe(before);
  await asking.stop();
});
