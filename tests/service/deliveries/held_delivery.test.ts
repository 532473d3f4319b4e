import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HANDLE_MS, HOLD_MS, whileHeld } from '../../../src/service/deliveries/held_delivery.ts';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { fakeGitHubSide } from '../../support/fake_github_side.ts';
import { startTestService, type TestService } from '../../support/test_service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
  const delivery = { id: 'delivery', event: 'issue_comment', body: '{}', lane: '7#40' };
  await service.deps.store.deliveries.add(delivery, service.deps.clock.now());
});
afterEach(() => service.stop());

async function claim(holder: string, now = service.deps.clock.now()): Promise<readonly string[]> {
  const claimed = await service.deps.store.deliveries.claim(holder, now, now + HOLD_MS, 10);
  return claimed.map(({ id }) => id);
}

const work = <Result>(holder: string, act: (deps: ServiceDependencies) => Promise<Result>) => {
  const { deps } = service;
  const github = fakeGitHubSide().github;
  return whileHeld({ deps, github, held: { delivery: 'delivery', holder } }, (within) => act(within.deps));
};

/** A command that is carried out step by step, each a commit that is not the delivery's last. */
const step = ({ store }: ServiceDependencies, digest: string, meanwhile: () => void = () => {}) =>
  store.command('step', async () => {
    meanwhile();
    const shown = { subject: 'comment', what: 'commands', number: null, digest } as const;
    return { changes: [{ kind: 'remember_shown', shown }], events: [], effects: [], result: null };
  });

const carriedOut = async () => (await service.deps.store.read.shown('comment')).map(({ digest }) => digest);

describe('a delivery that is held', () => {
  it('carries out nothing more once another holds it', async () => {
    expect(await claim('one')).toEqual(['delivery']);
    const slow = work('one', async (deps) => {
      await step(deps, 'by one');
      // Its process stood still, and has not noticed yet how late it is.
      expect(await claim('other', service.deps.clock.now() + 2 * HOLD_MS)).toEqual(['delivery']);
      await work('other', (within) => step(within, 'by the other'));
      await step(deps, 'by one again');
    });
    await expect(slow).rejects.toMatchObject({ guard: 'delivery_held' });
    expect(await carriedOut()).toEqual(['by the other']);
  });

  it('is held on by every commit of its work', async () => {
    await claim('one');
    await work('one', async (deps) => {
      service.outage(HANDLE_MS - 1);
      await step(deps, 'by one');
    });
    service.outage(HOLD_MS - 1);
    expect(await claim('other')).toEqual([]);
    service.outage(1);
    expect(await claim('other')).toEqual(['delivery']);
  });

  it('carries out nothing that was decided when its time was over', async () => {
    await claim('one');
    const late = work('one', (deps) => step(deps, 'late', () => service.outage(HANDLE_MS)));
    await expect(late).rejects.toMatchObject({ code: 'too_slow' });
    expect(await carriedOut()).toEqual([]);
  });
});
