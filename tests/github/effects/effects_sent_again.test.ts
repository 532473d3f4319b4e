import { beforeAll, describe, expect, it } from 'vitest';
import type { Sending } from '../../../src/service/ports/forge.ts';
import type { EffectCase } from '../effect_case.ts';
import { EFFECT_CASES } from '../effect_cases.ts';
import { forgeSetting } from '../forge_setting.ts';
import type { ForgeWorld } from '../forge_world.ts';

const setting = forgeSetting();

/** What the effect did in a world where nothing went wrong, and what it answered. */
async function undisturbed(effect: EffectCase) {
  const world = await setting.world();
  const prepared = await effect.prepare(world);
  const before = world.writes().length;
  const sending = await world.send(prepared.request, prepared.run, prepared.shown);
  return { world, prepared, sending, writes: world.writes().length - before, seen: await world.look() };
}

/** Without when a question was first shown, which is told once, to be kept. */
function lasting({ answer, shown }: Sending): Sending {
  return { answer, shown: shown.filter(({ what }) => !what.startsWith('asked:')) };
}

const isWriteTo = (world: ForgeWorld) => {
  const paths = [`/${world.repo.owner}/${world.repo.name}/`, '/api/graphql'];
  return ({ kind, url }: { kind: string; url: string }) => kind === 'write' && paths.some((path) => url.includes(path));
};

describe.each(EFFECT_CASES)('$name', (effect) => {
  let calm: Awaited<ReturnType<typeof undisturbed>>;
  beforeAll(async () => {
    calm = await undisturbed(effect);
  });

  it('does what it is to do once, however often it is sent', async () => {
    const { world, prepared, sending, writes, seen } = calm;
    expect(writes).toBe(effect.writes);
    for (const shown of [sending.shown, []]) {
      const before = world.writes().length;
      expect(lasting(await world.send(prepared.request, prepared.run, shown))).toEqual(lasting(sending));
      expect(world.writes().length - before).toBe(effect.writesAgain ?? 0);
    }
    expect(await world.look()).toEqual(seen);
  });

  it.each([
    ['the answer to a write is lost', { kind: 'drop_answer' }],
    ['GitHub is in trouble before a write', { kind: 'status', status: 502 }],
  ] as const)('finds what an earlier sending did when %s', async (_, fault) => {
    for (let lost = 0; lost < effect.writes; lost += 1) {
      const world = await setting.world();
      const prepared = await effect.prepare(world);
      const isWrite = isWriteTo(world);
      let seen = 0;
      const end = setting.github().faults.add({ fault, when: (request) => isWrite(request) && seen++ === lost });
      await expect(world.send(prepared.request, prepared.run, prepared.shown)).rejects.toMatchObject({
        code: 'github_unreachable',
      });
      end();
      const { answer } = await world.send(prepared.request, prepared.run, prepared.shown);
      expect(answer.kind).toBe(calm.sending.answer.kind);
      expect(await world.look()).toEqual(calm.seen);
    }
  });
});
