import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import type { IncomingBody } from '../../../src/core/incoming/incoming_event.ts';
import type { SubIssue } from '../../../src/core/plan/plan_issues.ts';
import {
  AT,
  commentBody,
  event,
  type IncomingDesk,
  issue,
  issueBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';

const BODY = 'Read this first.';
const APPROVED = `${BODY}\n\n\`\`\`planwright\napprove: plan\n\`\`\`\n`;

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: AT + 1_000 });
  for (const number of [2, 3, 4]) said(number, `Do ${number}.`);
});
afterEach(() => desk.stop());

function said(number: number, body: string) {
  const said = { number, title: `Issue ${number}`, body, standing: 'open', isPull: false } as const;
  desk.world.issues.set(number, said);
  return said;
}

/** What stands below issue 40 now. */
function below(...numbers: readonly number[]): void {
  const tree: SubIssue[] = numbers.map((number) => ({ number, blockedBy: [], children: [] }));
  desk.world.below.set(40, { tree, issues: [...desk.world.issues.values()] });
}

function edited(number: number, text: string, seconds: number): IncomingBody {
  const { title, body } = said(number, text);
  const shown = { number, title, body, labels: [], updatedAt: AT + seconds * 1_000 };
  return { kind: 'issue', action: 'edited', label: null, issue: issue(shown) };
}

/** Does so while GitHub is asked what stands below issue 40. */
function whileRead(act: () => Promise<void>): void {
  const repositories = desk.deps.github?.repositories;
  if (repositories === undefined) throw new Error('The desk has no GitHub.');
  const { issuesBelow } = repositories;
  vi.spyOn(repositories, 'issuesBelow').mockImplementationOnce(async (...asked) => {
    const found = await issuesBelow(...asked);
    await act();
    return found;
  });
}

/** What the tasks are told by the edit that waits for approval. */
async function proposed() {
  const edit = await desk.deps.store.read.proposedEdit((await desk.run())?.id ?? '');
  return edit?.plan.tasks.map((task) => task.instructions);
}

const instructions = async (key: string) => (await desk.task(key))?.spec.instructions;

it.each([
  ['an edit of the text around them', issueBody('edited', 2, { body: `${BODY} And this.` })],
  ['another issue that is put below', { kind: 'relations', of: 40 }],
] as const)('an issue that is edited while %s is read says what it says by then', async (_, other) => {
  below(2, 3);
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  below(2, 3, 4);
  whileRead(() => desk.deliver(event(edited(3, 'Do it well.', 3))));
  await desk.deliver(event(other));
  expect((await desk.events()).filter((kind) => kind === 'plan_edited')).toHaveLength(2);
  expect(await instructions('issue-3')).toBe('Do it well.');
});

it('an edit that waits for approval keeps what its issues say, whatever is put below beside it', async () => {
  below(2, 3);
  await desk.deliver(event(issueBody('labeled', 0, { body: APPROVED })));
  await desk.settle();
  await desk.deliver(event(commentBody('/planwright approve', 5, { body: APPROVED })));
  await desk.deliver(event(edited(3, 'Do it well.', 6)));
  below(2, 3, 4);
  await desk.deliver(event({ kind: 'relations', of: 40 }));
  expect(await proposed()).toEqual(['Do 2.', 'Do it well.', 'Do 4.']);
});

it('an issue whose edit is followed while another edit is proposed ends that one', async () => {
  below(2, 3);
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  const { store } = desk.deps;
  const run = await desk.run();
  const plan = await store.read.planOf(run?.id ?? '');
  if (run === null || plan === null) throw new Error('Nothing runs.');
  const written = {
    source: 'body',
    text: null,
    plan,
    planHash: 'other',
    agents: NO_AGENT_SETTINGS,
    by: 'ada',
  } as const;
  const proposal = { id: 'other', repository: run.repository, issue: 40, run: null, createdAt: AT, shownAt: null };
  await desk.change({ kind: 'save_proposal', proposal: { ...proposal, ...written }, replaces: null });
  const { command } = store;
  let decisions = 0;
  const racing: typeof command = (name, decide) =>
    command(name, async (read) => {
      const decision = await decide(read);
      if (name === 'edit_plan' && ++decisions === 1) await desk.overwrite(`UPDATE proposals SET run = '${run.id}'`);
      return decision;
    });
  Object.assign(store, { command: racing });
  await desk.deliver(event(edited(3, 'Do it well.', 6)));
  expect(decisions).toBe(2);
  expect(await proposed()).toBeUndefined();
  expect(await instructions('issue-3')).toBe('Do it well.');
});
