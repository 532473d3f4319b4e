import { afterEach, beforeEach, expect, it, test } from 'vitest';
import { hashPlan } from '../../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { commentBody, event, type IncomingDesk, issueBody, startIncomingDesk } from '../../support/incoming_desk.ts';

const BODY = '```planwright\nretries: 3\n```\n\n## Tasks\n- [ ] usual: As all\n- [ ] quick: Quickly (timeout: 1m)\n';
const OWN = 'base: develop\nconcurrency: 2\nretries: 2\ntimeout: 20m\nverify: npm test\n';

let desk: IncomingDesk;
beforeEach(async () => {
  desk = await startIncomingDesk();
  desk.world.files = { own: OWN, organisation: 'retries: 1\nmodel: small\nrun-timeout: 2h\n' };
});
afterEach(() => desk.stop());

const settingsOf = async (task: string) => (await desk.task(task))?.spec.settings;
const planOfRun = async () => desk.deps.store.read.planOf((await desk.run())?.id ?? '');

test('what settings files say for all plans holds for a plan that is an issue, below what it says itself', async () => {
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  expect(await desk.run()).toMatchObject({ concurrency: 2, timeoutMs: 7_200_000 });
  expect(await settingsOf('usual')).toMatchObject({
    retries: 3,
    timeoutMs: 1_200_000,
    model: 'small',
    verify: [['npm', 'test']],
  });
  expect(await settingsOf('quick')).toMatchObject({ retries: 3, timeoutMs: 60_000 });
  expect(await settingsOf('plan')).toMatchObject({ verify: [['npm', 'test']], timeoutMs: 1_200_000 });
  expect(await desk.effects()).toContainEqual(expect.objectContaining({ kind: 'begin_run', base: 'develop' }));
});

it('is settled when the run starts: settings that change later are no news to it, and no change of its plan', async () => {
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  const before = await planOfRun();
  const parsed = parsePlan(BODY);
  expect((await desk.run())?.planHash).toBe(parsed.ok && hashPlan(parsed.plan));
  desk.world.files = { own: 'verify: make\ntimeout: 1h\n', organisation: null };
  await desk.deliver(event(issueBody('edited', 1, { body: `${BODY}\n` })));
  await desk.settle();
  expect(await desk.events()).not.toContain('noticed');
  expect(await planOfRun()).toEqual(before);
  expect(await settingsOf('usual')).toMatchObject({ timeoutMs: 1_200_000, verify: [['npm', 'test']] });
  // A further run goes by what holds then.
  await desk.deliver(event(commentBody('/planwright cancel', 2)));
  await desk.settle();
  expect(await desk.run()).toMatchObject({ state: 'canceled' });
  await desk.deliver(event(issueBody('labeled', 3, { body: BODY })));
  expect(await desk.run()).toMatchObject({ sequence: 2, concurrency: null });
  expect((await planOfRun())?.tasks[0]?.settings).toMatchObject({ timeoutMs: 3_600_000, verify: [['make']] });
});

test.each([
  ['timeout: soon\n', '`timeout: soon` is no duration.'],
  ['retries: 1\nowner: ada\n', 'line 2: `owner` is a setting of one plan.'],
  ['role: testr\n', 'Nobody knows the role `testr`. Did you mean `tester`?'],
])('%j starts nothing, and is named in the comment about the plan', async (own, text) => {
  desk.world.files = { own, organisation: null };
  await desk.deliver(event(issueBody('labeled', 0, { body: BODY })));
  expect(await desk.run()).toBeNull();
  const [told] = await desk.effects();
  expect(told).toMatchObject({ kind: 'show_plan', text: expect.stringContaining(text) });
  expect(told).toMatchObject({ text: expect.stringContaining('- `.github/planwright.yml`, line ') });
});
