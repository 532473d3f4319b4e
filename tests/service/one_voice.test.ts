import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { ForgeRequest } from '../../src/service/ports/forge.ts';
import { BLOCKED } from '../support/asking_desk.ts';
import {
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  pullBody,
  startIncomingDesk,
} from '../support/incoming_desk.ts';
import { failure, success, type TestRunner } from '../support/test_service.ts';

const TASKS = Array.from({ length: 50 }, (_, index) => `t${index + 1}`);
const HOSTILE = 'Ask @eve, fixes #7';
const PLAN = `Told by @eve.\n\n## Tasks\n${TASKS.map((id) => `- [ ] ${id}: ${HOSTILE} about ${id}${id === 't5' ? ' (retries: 0)' : ''}\n`).join('')}`;
const EDITED = PLAN.replace(' about t50', ' about the last one, @mallory');

/** Who asks what, until that is answered: two ask the same. */
const ASKS: Readonly<Record<string, string>> = {
  t1: 'Keep it, @eve?',
  t2: 'keep  it, @EVE?',
  t3: 'And this?',
  t4: 'Or that, @bob?',
};

/** The comment on the issue that a request writes, or edits where it is there; null: it writes none there. */
const COMMENTS: {
  readonly [Kind in ForgeRequest['kind']]: ((request: Extract<ForgeRequest, { kind: Kind }>) => string) | null;
} = {
  show_run: () => 'status',
  show_plan: () => 'status',
  show_proposal: () => 'status',
  show_diff: () => 'diff',
  show_question: ({ n }) => `Q${n}`,
  remind: ({ n }) => `reminder of Q${n}`,
  reply: ({ to }) => `reply to ${to}`,
  close_run: () => 'report',
  begin_run: null,
  begin_planning: null,
  publish_task: null,
  check_task: null,
  show_question_check: null,
  merge_task: null,
  delete_branch: null,
  restore_integration: null,
  retarget_pull: null,
  offer_run: null,
  answer_thread: null,
  rerun_check: null,
  react: null,
};

/** An `@` that GitHub would make a mention of, outside of code. */
const mentionsIn = (text: string) =>
  text.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '').match(/(?<![\w`/.-])@[a-z\d][\w-]*/gi) ?? [];

it('a run of 50 tasks with three questions, an edit and a failure leaves six comments, and mentions its owner alone', async () => {
  const desk = await startIncomingDesk();
  let pull = 100;
  desk.answers.publish_task = () => ({ kind: 'published', pull: ++pull });
  desk.answers.offer_run = () => ({ kind: 'offered', pull: 60, ready: true });
  await desk.deliver(event(issueBody('labeled', 0, { body: PLAN })));
  await desk.settle();
  const runner = desk.runner({ slots: 60 });
  await runner.register();
  await work(desk, runner);
  await shown(desk);
  await desk.deliver(event(issueBody('edited', 60, { body: EDITED })));
  await desk.deliver(event(commentBody('Q1 drop\nQ2 keep', 61, { body: EDITED })));
  await desk.deliver(event(commentBody('Q3: as you like', 62, { body: EDITED })));
  await desk.deliver(event(commentBody('/planwright retry t5', 63, { body: EDITED })));
  await shown(desk);
  await work(desk, runner);
  await shown(desk);
  expect(await desk.run()).toMatchObject({ state: 'in_review' });
  const final = { number: 60, head: 'planwright/40/plan', base: 'main', merge: { commit: 'e'.repeat(40) } };
  await desk.deliver(event(pullBody('closed', final)));
  await shown(desk);
  expect(await desk.run()).toMatchObject({ state: 'succeeded' });

  expect([...new Set(desk.sent.flatMap(commentOf))].sort()).toEqual(['Q1', 'Q2', 'Q3', 'diff', 'report', 'status']);
  const texts = desk.sent.flatMap(textsIn);
  expect(new Set(texts.flatMap(mentionsIn))).toEqual(new Set(['@ada']));
  await desk.stop();
}, 60_000);

function commentOf(request: ForgeRequest): readonly string[] {
  const named = COMMENTS[request.kind] as ((request: ForgeRequest) => string) | null;
  return named === null ? [] : [named(request)];
}

/** What a plan's boxes are found by and how a question stands are compared with, and written nowhere. */
const NOT_WRITTEN = new Set(['done', 'standing']);

/** All text of a request, however deep. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (NOT_WRITTEN.has(name) ? [] : textsIn(part)));
}

/** Whatever waits to be shown is shown by then. */
async function shown(desk: IncomingDesk): Promise<void> {
  desk.outage(20_000);
  await desk.settle();
}

/** Everything that is ready is done, but those that ask and the one that fails at first. */
async function work(desk: IncomingDesk, runner: TestRunner): Promise<void> {
  for (;;) {
    const leases = await runner.lease();
    if (leases.length === 0) return;
    for (const request of leases) await attempt(runner, request);
    await desk.settle();
  }
}

async function attempt(runner: TestRunner, { attempt: id, task, answers }: ExecutionRequest): Promise<void> {
  await runner.start(id);
  const text = ASKS[task.key];
  if (text !== undefined && answers.length === 0) {
    const options = task.key === 't4' ? [] : ['keep', 'drop'];
    const asked = { source: 'agent', text, options, onlyOptions: false } as const;
    await runner.call('ask', { runner: runner.runner, attempt: id, question: v7(), asked, waitMs: 0 });
    await runner.finish(id, BLOCKED);
  } else if (task.key === 't5' && failsFirst.delete('t5')) {
    await runner.finish(id, failure({ message: `It failed: ${HOSTILE}` }));
  } else await runner.finish(id, success({ summary: HOSTILE }));
}
const failsFirst = new Set(['t5']);
