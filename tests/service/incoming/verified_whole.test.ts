import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Evidence } from '../../../src/protocol/evidence.ts';
import type { ForgeRequest } from '../../../src/service/ports/forge.ts';
import {
  commentBody,
  event,
  type IncomingDesk,
  issueBody,
  pullBody,
  pushBody,
  startIncomingDesk,
} from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

const BODY = '```planwright\nverify: npm test\n```\n\n## Tasks\n- [ ] parser: Parse dates\n';
const MERGED = 'c'.repeat(40);
/** What people push on top of it. */
const PUSHED = 'd'.repeat(40);
const BRANCH = 'planwright/40/plan';
const FINAL = { number: 60, head: BRANCH, base: 'main' } as const;

let desk: IncomingDesk;
let runner: ReturnType<IncomingDesk['runner']>;

/** The only task is in, and the whole waits to be verified. */
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.answers.offer_run = (request) => ({ kind: 'offered', pull: 60, ready: (request as Offer).ready });
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  await desk.settle();
  runner = desk.runner();
  await runner.register();
  const attempt = await leased();
  await runner.start(attempt);
  await runner.finish(attempt, success({ evidence: [passed('b'.repeat(40))] }));
  await desk.settle();
});
afterEach(() => desk.stop());

type Offer = Extract<ForgeRequest, { kind: 'offer_run' }>;

async function leased(): Promise<string> {
  const [lease] = await runner.lease();
  if (lease === undefined) throw new Error('Nothing was handed out.');
  return lease.attempt;
}

async function beginVerification(at: string): Promise<string> {
  const attempt = await leased();
  await runner.start(attempt, at);
  return attempt;
}

const passed = (commit: string): Evidence => ({
  step: 'verify',
  argv: ['npm', 'test'],
  end: { kind: 'exited', exitCode: 0 },
  durationMs: 5,
  commit,
  outputTail: '',
});

async function pass(attempt: string, at = MERGED): Promise<void> {
  await runner.finish(attempt, success({ commit: null, evidence: [passed(at)] }));
  await desk.settle();
}

async function push(): Promise<void> {
  desk.world.contains = (head, ancestor) => !(head === MERGED && ancestor === PUSHED);
  await desk.deliver(event(pushBody(BRANCH, PUSHED)));
}

const offers = () => desk.sent.filter((request) => request.kind === 'offer_run');
const lastOffer = () => offers().at(-1);

/** What shows how things stand is sent some seconds later. */
async function allSent(): Promise<void> {
  desk.outage(120_000);
  await desk.settle();
}

/** The whole is verified once more, at what was pushed, before it is offered again. */
async function isVerifiedAnew(): Promise<void> {
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'running', integrationHead: PUSHED });
  expect(await desk.task('plan')).toMatchObject({ state: 'ready' });
  expect(lastOffer()).not.toMatchObject({ ready: true, check: { conclusion: 'success' } });
  await pass(await beginVerification(PUSHED), PUSHED);
  expect(await desk.run()).toMatchObject({ state: 'in_review', integrationHead: PUSHED });
  await allSent();
  expect(lastOffer()).toMatchObject({ ready: true, check: { conclusion: 'success' } });
}

describe('what people push is offered only once it was verified, pushed', () => {
  it('while the whole is being verified', async () => {
    const attempt = await beginVerification(MERGED);
    await push();
    await pass(attempt);
    await isVerifiedAnew();
  });

  it('in review', async () => {
    await pass(await beginVerification(MERGED));
    await push();
    await isVerifiedAnew();
  });

  it('while the run is paused, after the verification', async () => {
    await pass(await beginVerification(MERGED));
    desk.world.contains = () => false;
    await desk.deliver(event(pushBody(BRANCH, null)));
    expect(await desk.run()).toMatchObject({ state: 'paused' });
    await push();
    await desk.deliver(event(commentBody('/planwright resume', 10)));
    await isVerifiedAnew();
  });

  const close = async () => {
    await pass(await beginVerification(MERGED));
    desk.world.pulls.set(60, { state: 'closed', base: 'main', goneBranch: null, headCommit: MERGED });
    await desk.deliver(event(pullBody('closed', FINAL)));
    expect(await desk.run()).toMatchObject({ state: 'failed' });
    await push();
  };

  it('after the final pull request was closed, which is reopened', async () => {
    await close();
    desk.world.pulls.set(60, { state: 'open', base: 'main', goneBranch: null, headCommit: PUSHED });
    await desk.deliver(event(pullBody('reopened', FINAL)));
    await isVerifiedAnew();
  });

  it('after the final pull request was closed, and the run is retried', async () => {
    await close();
    await desk.deliver(event(commentBody('/planwright retry', 10)));
    await isVerifiedAnew();
  });
});

it.each([
  ['first', 1],
  ['second', 2],
])('is not offered as ready where somebody pushes while the %s text of it is made', async (_which, nth) => {
  await runner.finish(await beginVerification(MERGED), success({ commit: null, evidence: [passed(MERGED)] }));
  const { view } = desk.deps.store;
  const { findRun } = view;
  let seen = 0;
  const looked = vi.spyOn(view, 'findRun').mockImplementation(async (run) => {
    const found = await findRun(run);
    if (found?.state === 'in_review') seen += 1;
    if (seen === nth) {
      looked.mockRestore();
      await push();
    }
    return found;
  });
  await desk.settle();
  await allSent();
  await isVerifiedAnew();
  expect(offers().filter(({ ready }) => ready)).toHaveLength(1);
});

it('what a verification held already is not verified twice, also where its push is told late', async () => {
  await pass(await beginVerification(PUSHED), PUSHED);
  expect(await desk.run()).toMatchObject({ state: 'in_review' });
  await push();
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'in_review', integrationHead: PUSHED });
  expect(await desk.task('plan')).toMatchObject({ state: 'succeeded', attempts: 1 });
});

it('a verification that was skipped is told as that, and gives no green check', async () => {
  const attempt = await beginVerification(MERGED);
  const failed = { ...success({ commit: null }), kind: 'failed', class: 'verification', message: 'exit 1' } as const;
  await runner.finish(attempt, failed);
  await desk.settle();
  for (let count = 0; count < 2; count += 1) {
    if ((await desk.task('plan'))?.state === 'failed') break;
    await runner.finish(await beginVerification(MERGED), failed);
    await desk.settle();
  }
  expect(await desk.run()).toMatchObject({ state: 'failed' });
  await desk.deliver(event(commentBody('/planwright skip plan', 10)));
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'in_review' });
  await allSent();
  const offer = lastOffer();
  expect(offer).toMatchObject({ ready: true, check: { conclusion: 'neutral' } });
  expect(offer?.check?.title).toContain('the verification of the whole was skipped');
  expect(offer?.pull.body).toContain('The verification of the whole was skipped');
  expect(offer?.pull.body).not.toContain('verified as a whole');
});
