import { describe, expect, it } from 'vitest';
import type { Fault } from '../../support/github/http/faults.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld } from '../forge_world.ts';

const setting = forgeSetting();

const react = async (world: ForgeWorld) => {
  const { id } = await world.github.commentOn({ repo: world.repo, number: world.issue, author: 'alice', body: 'Hi.' });
  return () => world.send({ kind: 'react', comment: id, content: '+1' });
};

describe('writes', () => {
  it('keep their distance', async () => {
    const world = await setting.world();
    await world.send({ kind: 'begin_run', branchPrefix: `planwright/${world.issue}`, base: null });
    await world.send({ kind: 'show_plan', issue: world.issue, text: 'Mend it.' });
    expect(world.slept).toEqual([1_000, 1_000]);
    const [first = 0, ...others] = world.writes().map(({ at }) => at);
    expect(others).toEqual([first + 1_000, first + 2_000]);
  });

  it('go back into the outbox where their turn is far off, and nothing is sent', async () => {
    const world = await setting.world({ spacingMs: 20_000 });
    const send = await react(world);
    await send();
    const before = world.writes().length;
    await expect(send()).rejects.toMatchObject({ code: 'not_now', notBefore: Date.now() + 5_000 });
    expect(world.writes().length).toBe(before);
  });
});

describe('after a limit', () => {
  const cases: readonly (readonly [string, () => Fault, number])[] = [
    ['secondary, 403', () => ({ kind: 'secondary_limit', status: 403, retryAfterSeconds: 90 }), 90_000],
    ['secondary, 429', () => ({ kind: 'secondary_limit', status: 429, retryAfterSeconds: 90 }), 90_000],
    ['primary', () => ({ kind: 'primary_limit', resetAt: Date.now() + 600_000 }), 600_000],
    ['of no known length', () => ({ kind: 'status', status: 429 }), 60_000],
  ];

  it.each(cases)('(%s) nothing is sent before it ends', async (_, fault, waitMs) => {
    const world = await setting.world();
    const send = await react(world);
    const { github } = world;
    github.faults.once(fault(), ({ operationId }) => operationId === 'reactions/create-for-issue-comment');
    const until = Date.now() + waitMs;
    const refused = await send().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'not_now' });
    const { notBefore } = refused as { notBefore: number };
    expect(Math.abs(notBefore - until)).toBeLessThanOrEqual(1_000);

    const before = github.requests.length;
    for (const elapsed of [1_000, waitMs - 5_000]) {
      setting.moveClock(elapsed === 1_000 ? 1_000 : elapsed - 1_000);
      await expect(send()).rejects.toMatchObject({ code: 'not_now', notBefore });
      await expect(
        world.send({ kind: 'show_plan', issue: world.issue, text: 'Reading comes before it.' }),
      ).rejects.toMatchObject({ code: 'not_now', notBefore });
    }
    expect(github.requests.length).toBe(before);

    setting.moveClock(notBefore - Date.now());
    expect((await send()).answer).toEqual({ kind: 'done' });
  });
});
