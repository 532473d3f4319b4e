import { expect, it } from 'vitest';
import { filesOf } from '../../support/git_repository.ts';
import { answered, type Carried, carryOutOn, stageWithRunner } from './carried_out.ts';
import type { RequestChanges } from './runner_fixture.ts';

const stage = stageWithRunner();
const carryOut = (changes: RequestChanges) => carryOutOn(stage(), changes);
const goOnFrom = ({ outcome }: Carried) => ({ continueFrom: { commit: outcome.commit ?? '', base: stage().base } });

// Put together by the shell, so that no file of this repository holds one.
const VALUE = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hJ3lP6';
const WRITE = `printf 'first\\nconst token = "%s%s";\\n' gh p_${VALUE} > fixture.ts`;
const OTHER = WRITE.replace('aB3', 'bC4');

it('a command whose work looks like a secret is asked about: place and kind, never the value', async () => {
  const { outcome, asked, request, log } = await carryOut({ shell: WRITE, verify: [['touch', 'never']] });
  expect(outcome).toMatchObject({
    kind: 'blocked',
    message: 'Q1 asks whether a GitHub token in `fixture.ts:2` may be committed',
    evidence: [{ step: 'run' }],
  });
  expect(asked).toMatchObject([{ source: 'secret_shapes', options: ['allow', 'discard'], onlyOptions: false }]);
  expect(asked[0]?.text).toContain('a GitHub token in `fixture.ts:2`');
  expect(asked[0]?.details).toMatch(/^a GitHub token [0-9a-f]{64} "fixture\.ts"$/);
  expect(JSON.stringify(asked)).not.toContain(VALUE);
  expect(log).not.toContain(`${'ghp'}_${VALUE}`);
  expect((await filesOf(stage().repository, request.attemptRef)).join()).not.toContain(VALUE);
});

it('an agent is told first, and a person is asked when it writes the same again', async () => {
  const first = await carryOut({ script: WRITE, number: 1 });
  expect(first).toMatchObject({ outcome: { kind: 'failed', class: 'verification' }, asked: [] });
  expect(first.outcome).toMatchObject({ message: expect.stringMatching(/then a person is asked\.$/) });
  const second = await carryOut({ script: WRITE, number: 2, startingPoint: goOnFrom(first) });
  expect(second).toMatchObject({ outcome: { kind: 'blocked' }, asked: [{ source: 'secret_shapes' }] });
});

it('what was allowed is committed, wherever in the file it stands; other values, and other files, are asked about', async () => {
  const answers = answered(await carryOut({ shell: WRITE }), 'allow');
  const same = await carryOut({ answers, shell: `${WRITE}; sed -i '1i above' fixture.ts` });
  expect(same).toMatchObject({ outcome: { kind: 'succeeded' }, asked: [] });
  expect((await filesOf(stage().repository, same.request.attemptRef)).join()).toContain(VALUE);
  expect((await carryOut({ answers, shell: OTHER })).outcome.kind).toBe('blocked');
  expect((await carryOut({ answers, shell: WRITE.replace('fixture', 'real') })).outcome.kind).toBe('blocked');
});

it('what was allowed stays in work that is kept', async () => {
  const answers = answered(await carryOut({ shell: WRITE }), 'allow');
  const failed = await carryOut({ answers, shell: `${WRITE}; ${OTHER.replace('fixture', 'other')}; exit 3` });
  expect(failed.outcome).toMatchObject({ kind: 'failed', class: 'agent_error' });
  const kept = (await filesOf(stage().repository, failed.request.attemptRef)).join();
  expect(kept).toContain(VALUE);
  expect(kept).toContain(`other.ts: first\nconst token = "${'*'.repeat(VALUE.length + 4)}"`);
});

it.each(['discard', 'No, make it up.'])('after %j the same again has failed; a command, for good', async (words) => {
  const answers = answered(await carryOut({ shell: WRITE }), words);
  const command = await carryOut({ answers, shell: WRITE });
  expect(command).toMatchObject({ outcome: { kind: 'failed', class: 'refused' }, asked: [] });
  const agent = await carryOut({ answers, script: WRITE, number: 3 });
  expect(agent).toMatchObject({ outcome: { kind: 'failed', class: 'verification' }, asked: [] });
});

it('a secret that the runner knows is asked about by no means', async () => {
  const { outcome, asked } = await carryOut({ shell: `${WRITE}; printf 'key-of-%s' the-agent > key.txt` });
  expect(outcome).toMatchObject({
    kind: 'failed',
    class: 'verification',
    message: expect.stringContaining('a secret of the runner in `key.txt:1`'),
  });
  expect(asked).toEqual([]);
});
