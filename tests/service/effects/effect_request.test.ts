import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Effect } from '../../../src/core/effects/effect.ts';
import { requestOf } from '../../../src/service/effects/effect_request.ts';
import { NotNowError } from '../../../src/service/ports/forge.ts';
import { event, type IncomingDesk, issueBody, pullBody, startIncomingDesk } from '../../support/incoming_desk.ts';
import { success } from '../../support/test_service.ts';

const BODY = '## Tasks\n- [ ] parser: Parse dates\n';

let desk: IncomingDesk;
/** The run is in review, and its final pull request is open. */
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.answers.offer_run = () => ({ kind: 'offered', pull: 60, ready: true });
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  await desk.settle();
  const runner = desk.runner();
  await runner.register();
  const [lease] = await runner.lease();
  await runner.start(lease?.attempt ?? '');
  await runner.finish(lease?.attempt ?? '', success());
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'in_review' });
});
afterEach(() => desk.stop());

/** Does this while a text about the run is being made, between two of its queries; once. */
function meanwhile(act: () => Promise<unknown>) {
  const { view } = desk.deps.store;
  const { notices } = view;
  const looked = vi.spyOn(view, 'notices').mockImplementation(async (...args) => {
    looked.mockRestore();
    await act();
    return notices(...args);
  });
}

async function request(kind: 'show_run' | 'offer_run' | 'close_run') {
  const run = await desk.run();
  const of = { id: 'effect', run: run?.id ?? '', repository: run?.repository ?? '', lane: 'lane', attempts: 0 };
  return requestOf(desk.deps, { ...of, effect: { kind } satisfies Effect }, run);
}

describe.each(['show_run', 'offer_run', 'close_run'] as const)('what %s shows of a run', (kind) => {
  it.each([
    ['it moves to another state', "UPDATE runs SET state = 'running'"],
    ['its integration branch moves', `UPDATE runs SET integration_head = '${'e'.repeat(40)}'`],
  ])('is not of two moments: where %s meanwhile, it is looked at anew, and at once', async (_, sql) => {
    meanwhile(() => desk.overwrite(sql));
    const asked = request(kind);
    await expect(asked).rejects.toThrow(NotNowError);
    await expect(asked).rejects.toMatchObject({ notBefore: desk.deps.clock.now() });
  });

  it('is what it is where nothing of that moves', async () => {
    meanwhile(() => desk.overwrite("UPDATE runs SET owner = 'bob'"));
    expect(await request(kind)).toMatchObject({ kind });
  });
});

const shown = () => desk.sent.flatMap((each) => (each.kind === 'show_run' ? [each.comment] : []));
const reports = () => desk.sent.flatMap((each) => (each.kind === 'close_run' ? [each.report] : []));
/** What shows how things stand is sent some seconds later. */
async function allSent(): Promise<void> {
  desk.outage(120_000);
  await desk.settle();
}

const MOVED = `UPDATE runs SET integration_head = '${'e'.repeat(40)}'`;

it('the status comment is written once it does not move any more', async () => {
  await allSent();
  const before = shown().length;
  await desk.say('/planwright budget $5', 1, 'ada', { body: BODY });
  meanwhile(() => desk.overwrite(MOVED));
  await allSent();
  expect(shown()).toHaveLength(before + 1);
  expect(shown().at(-1)).toContain('5.00 $');
});

it('the final report is written once, and not lost', async () => {
  await allSent();
  meanwhile(() => desk.overwrite(MOVED));
  const merge = { number: 60, head: 'planwright/40/plan', base: 'main', merge: { commit: 'd'.repeat(40) } };
  await desk.deliver(event(pullBody('closed', merge)));
  await allSent();
  expect(await desk.run()).toMatchObject({ state: 'succeeded' });
  expect(reports()).toHaveLength(1);
});
