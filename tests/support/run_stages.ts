import { v7 } from 'uuid';
import { ASKED, BLOCKED, markAsked } from './asking_desk.ts';
import { AT, commentBody, event, type IncomingDesk, issueBody, PLAN, pullBody } from './incoming_desk.ts';
import { failure, success, type TestRunner } from './test_service.ts';

const parserWith = (settings: string) => PLAN.replace('Parse dates', `Parse dates (${settings})`);
const planWith = (setting: string) => `\`\`\`planwright\n${setting}\n\`\`\`\n${PLAN}`;
const EDITED = planWith('approve: plan').replace('Parse dates', 'Parse all dates');
const LATER = '## Tasks\n- [ ] docs: Document it\n- [ ] parser: Parse dates (after docs)\n';

/** How issue 40 came where it stands: its body, and what was done with it by the real use cases. */
export type RunStage = { readonly body: string; readonly setUp: (desk: IncomingDesk, body: string) => Promise<void> };

/**
 * What a plan and its task `parser` can be when somebody says something. Issue 40 is the plan, 41 the pull request of the task, 60 the
 * final one.
 */
export const RUN_STAGES: Readonly<Record<string, RunStage>> = {
  'no run': { body: PLAN, setUp: async () => {} },
  'plan that waits for approval': { body: planWith('approve: plan'), setUp: waitForApproval },
  'run pending': { body: PLAN, setUp: label },
  'edit that waits for approval': { body: EDITED, setUp: waitForApprovalOfEdit },
  'run paused': { body: PLAN, setUp: begun((desk) => say(desk, '/planwright pause')) },
  'run that is being canceled': { body: PLAN, setUp: atWork((desk) => say(desk, '/planwright cancel')) },
  'run canceled': { body: PLAN, setUp: begun((desk) => say(desk, '/planwright cancel')) },
  'run failed': {
    body: parserWith('retries: 0'),
    setUp: atWork((_, { runner, attempt }) => runner.finish(attempt, failure())),
  },
  'run quarantined': { body: PLAN, setUp: atWork(quarantine) },
  'run in review': { body: PLAN, setUp: atWork(allIn) },
  'run succeeded': { body: PLAN, setUp: atWork(accepted) },
  'task pending': { body: LATER, setUp: begun() },
  'task ready': { body: PLAN, setUp: begun() },
  'task running': { body: PLAN, setUp: atWork() },
  'task running, run with a budget': { body: planWith('budget: $10'), setUp: atWork() },
  'task asks, its attempt waits': { body: PLAN, setUp: atWork(ask) },
  'task asks, its attempt ended': {
    body: PLAN,
    setUp: atWork(async (desk, at) => {
      await ask(desk, at);
      await at.runner.finish(at.attempt, BLOCKED);
    }),
  },
  'task waits to be approved before it begins': {
    body: parserWith('approve: before'),
    setUp: begun((desk) => desk.settle()),
  },
  'task waits for its work to be approved': { body: parserWith('approve: after'), setUp: atWork(succeed) },
  'task taken': { body: PLAN, setUp: begun((desk) => say(desk, '/planwright take parser')) },
  'task retrying': { body: PLAN, setUp: atWork((_, { runner, attempt }) => runner.finish(attempt, failure())) },
  'task in review': {
    body: PLAN,
    setUp: atWork((desk, at) => {
      desk.answers.merge_task = () => {
        throw new Error('GitHub does not answer.');
      };
      return succeed(desk, at);
    }),
  },
  'task succeeded': { body: PLAN, setUp: atWork(succeed) },
  'task skipped': { body: PLAN, setUp: begun((desk) => say(desk, '/planwright skip parser')) },
  'task canceled': {
    body: PLAN.replace(' (after parser)', ''),
    setUp: begun((desk) => say(desk, '/planwright cancel parser')),
  },
};

type AtWork = { readonly runner: TestRunner; readonly attempt: string };

function say(desk: IncomingDesk, text: string): Promise<void> {
  return desk.deliver(event(commentBody(text, 1)));
}

function label(desk: IncomingDesk, body: string): Promise<void> {
  return desk.deliver(event(issueBody('labeled', 0, { body })));
}

/** The run has begun, and this is done then. */
function begun(then: (desk: IncomingDesk) => Promise<unknown> = async () => {}): RunStage['setUp'] {
  return async (desk, body) => {
    desk.answers.publish_task = () => ({ kind: 'published', pull: 41 });
    await label(desk, body);
    await desk.settle();
    await then(desk);
  };
}

/** An attempt of `parser` is at work, and this is done then. */
function atWork(then: (desk: IncomingDesk, at: AtWork) => Promise<unknown> = async () => {}): RunStage['setUp'] {
  return begun(async (desk) => {
    const runner = desk.runner();
    await runner.register();
    await then(desk, { runner, attempt: await leased(runner) });
    await desk.settle();
  });
}

async function leased(runner: TestRunner): Promise<string> {
  const [lease] = await runner.lease();
  if (lease === undefined) throw new Error('Nothing was handed out.');
  await runner.start(lease.attempt);
  return lease.attempt;
}

async function waitForApproval(desk: IncomingDesk, body: string): Promise<void> {
  desk.answers.show_proposal = () => ({ kind: 'plan_shown', at: AT + 1_000 });
  await begun()(desk, body);
}

/** The run is under way by the plan that was approved, and its issue says something else by now. */
async function waitForApprovalOfEdit(desk: IncomingDesk, body: string): Promise<void> {
  desk.answers.show_diff = (request) =>
    request.kind === 'show_diff' && request.proposal !== null
      ? { kind: 'edit_shown', proposal: request.proposal, at: AT + 4_000 }
      : { kind: 'done' };
  const before = planWith('approve: plan');
  await waitForApproval(desk, before);
  await desk.deliver(event(commentBody('/planwright approve', 2, { body: before })));
  await desk.settle();
  await desk.deliver(event(issueBody('edited', 3, { body })));
  await desk.settle();
}

async function ask(desk: IncomingDesk, { runner, attempt }: AtWork): Promise<void> {
  await runner.call('ask', { runner: runner.runner, attempt, question: v7(), asked: ASKED, waitMs: 0 });
  await markAsked(desk);
}

async function succeed(desk: IncomingDesk, { runner, attempt }: AtWork): Promise<void> {
  await runner.finish(attempt, success());
  await desk.settle();
}

async function quarantine(desk: IncomingDesk, at: AtWork): Promise<void> {
  let { runner, attempt } = at;
  for (let turn = 1; ; turn++) {
    await runner.finish(attempt, failure({ class: 'auth' }));
    await desk.settle();
    if ((await desk.task('parser'))?.state === 'quarantined') return;
    if (turn === 3) throw new Error('It is not quarantined.');
    // Its agent rests on the runner where it failed.
    runner = desk.runner();
    await runner.register();
    attempt = await leased(runner);
  }
}

/** Both tasks are in, and the final pull request is open. */
async function allIn(desk: IncomingDesk, at: AtWork): Promise<void> {
  desk.answers.offer_run = () => ({ kind: 'offered', pull: 60, ready: true });
  await succeed(desk, at);
  await succeed(desk, { ...at, attempt: await leased(at.runner) });
}

async function accepted(desk: IncomingDesk, at: AtWork): Promise<void> {
  await allIn(desk, at);
  const final = { number: 60, head: 'planwright/40/plan', base: 'main', merge: { commit: 'e'.repeat(40) } };
  await desk.deliver(event(pullBody('closed', final)));
}
