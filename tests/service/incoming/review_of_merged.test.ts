import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Outcome } from '../../../src/protocol/outcome.ts';
import type { ForgeRequest } from '../../../src/service/ports/forge.ts';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

const BODY = '## Tasks\n- [ ] parser: Parse dates\n- [ ] docs: Document it\n';

let desk: IncomingDesk;
let runner: ReturnType<IncomingDesk['runner']>;
let lease: Awaited<ReturnType<ReturnType<IncomingDesk['runner']>['lease']>>[number] | undefined;

/** Both tasks are in; a review of the whole sent the last of them back to work, and that attempt has begun. */
beforeEach(async () => {
  desk = await startIncomingDesk();
  let merges = 0;
  desk.answers.publish_task = (request) => ({
    kind: 'published',
    pull: /parser/.test(JSON.stringify(request)) ? 41 : 42,
  });
  desk.answers.merge_task = () => {
    merges += 1;
    return { kind: 'merged', mergeCommit: `${merges}`.repeat(40), head: `${merges}`.repeat(40) };
  };
  desk.answers.offer_run = (request) => ({ kind: 'offered', pull: 60, ready: (request as Offer).ready });
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  await desk.settle();
  runner = desk.runner();
  await runner.register();
  for (const { attempt, task } of (await runner.lease()).toSorted((one) => (one.task.key === 'docs' ? -1 : 1))) {
    await runner.start(attempt);
    await runner.finish(attempt, success({ commit: (task.key === 'docs' ? 'd' : 'c').repeat(40) }));
    await desk.settle();
  }
  expect(await desk.run()).toMatchObject({ state: 'in_review', finalPull: 60 });
  const review = { id: 7, state: 'changes_requested', body: 'Nobody can read that.' } as const;
  await desk.deliver(event({ kind: 'review', action: 'submitted', review, pull: { number: 60, head: null } }));
  await desk.settle();
  [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
});
afterEach(() => desk.stop());

const { commit: _, ...facts } = success() as Extract<Outcome, { kind: 'succeeded' }>;
const CANCELED: Outcome = { ...facts, kind: 'canceled', message: 'It was ended.', commit: null };

type Offer = Extract<ForgeRequest, { kind: 'offer_run' }>;

const questions = () => desk.rows('SELECT n, source, state FROM questions ORDER BY n') as Promise<readonly object[]>;
const held = async () => (await desk.rows('SELECT state FROM findings')).map(({ state }) => state);

it('an attempt that changes nothing has not failed: a person is asked, and what was merged stays so', async () => {
  expect(lease).toMatchObject({ task: { key: 'parser' }, number: 2, allowNoChange: true });
  await runner.finish(lease?.attempt ?? '', success({ commit: null }));
  await desk.settle();
  expect(await questions()).toEqual([{ n: 1, source: 'no_progress', state: 'open' }]);
  expect(await held()).toEqual(['held']);
  expect(await desk.task('parser')).toMatchObject({ state: 'succeeded', mergeCommit: '2'.repeat(40) });
  expect(await desk.run()).toMatchObject({ state: 'in_review' });
  await desk.deliver(event(commentBody('Q1 Give the year first.', 5)));
  const [again] = await runner.lease();
  expect(again).toMatchObject({ task: { key: 'parser' }, number: 3 });
  expect(JSON.stringify(again?.work)).toContain('Give the year first.');
});

it('left as it is, nothing more is made of it', async () => {
  await runner.finish(lease?.attempt ?? '', success({ commit: null }));
  await desk.deliver(event(commentBody('Q1 leave it', 5)));
  await desk.settle();
  expect(await held()).toEqual(['dropped']);
  expect(await desk.task('parser')).toMatchObject({ state: 'succeeded' });
  expect(await desk.run()).toMatchObject({ state: 'in_review' });
  expect(await runner.lease()).toEqual([]);
});

it('whose further attempt is canceled and skipped is told as merged, by the pull request that was merged', async () => {
  const shown = async () => {
    const tasks = await desk.deps.store.view.tasks((await desk.run())?.id ?? '', desk.deps.clock.now());
    return tasks.find(({ key }) => key === 'parser');
  };
  expect(await shown()).toMatchObject({ state: 'running', pull: null });
  await desk.deliver(event(commentBody('/planwright cancel parser', 5)));
  await runner.finish(lease?.attempt ?? '', CANCELED);
  await desk.settle();
  expect(await shown()).toMatchObject({ state: 'canceled', pull: 41, mergeCommit: '2'.repeat(40) });
  await desk.deliver(event(commentBody('/planwright skip parser', 6)));
  await desk.pass(30_000);
  expect(await desk.run()).toMatchObject({ state: 'in_review' });
  expect(await shown()).toMatchObject({ state: 'skipped', pull: 41 });
  const offered = desk.sent.filter((request) => request.kind === 'offer_run').at(-1);
  const said = JSON.stringify(offered);
  expect(said).toContain('2 of 2 tasks done');
  expect(said).toContain('#41 `parser` Parse dates (what was found in it is not mended: skipped by ada)');
  expect(said).not.toContain('Not in it');
});
