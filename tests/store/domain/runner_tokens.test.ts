import { expect, it } from 'vitest';
import { describeEachStore } from './each_store.ts';
import { aRunner, START } from './records.ts';

const forge = { name: 'forge', digest: 'd1', repositories: ['acme/*'], createdAt: START };
const open = { name: 'bench', digest: 'd2', repositories: null, createdAt: START + 1 };
const unused = { lastUsedOn: null, revokedAt: null };

describeEachStore('tokens of runners', (openStore) => {
  it('are found by digest and by name, and listed by name', async () => {
    const { runnerTokens } = await openStore();
    expect([await runnerTokens.add(forge), await runnerTokens.add(open)]).toEqual([true, true]);
    expect(await runnerTokens.byDigest('d1')).toEqual({ ...forge, ...unused });
    expect(await runnerTokens.byName('bench')).toEqual({ ...open, ...unused });
    expect(await runnerTokens.byDigest('forge')).toBeNull();
    expect(await runnerTokens.byName('d1')).toBeNull();
    expect((await runnerTokens.list()).map(({ name }) => name)).toEqual(['bench', 'forge']);
  });

  it('keep a name for good, also when they are revoked', async () => {
    const { runnerTokens } = await openStore();
    await runnerTokens.add(forge);
    await runnerTokens.revoke('forge', START + 5);
    expect(await runnerTokens.add({ ...forge, digest: 'd3', repositories: null })).toBe(false);
    expect(await runnerTokens.list()).toEqual([{ ...forge, ...unused, revokedAt: START + 5 }]);
  });

  it('are revoked once, and no other with them', async () => {
    const { runnerTokens } = await openStore();
    await runnerTokens.add(forge);
    await runnerTokens.add(open);
    await runnerTokens.revoke('forge', START + 5);
    await runnerTokens.revoke('forge', START + 9);
    await runnerTokens.revoke('nobody', START + 9);
    expect((await runnerTokens.list()).map(({ revokedAt }) => revokedAt)).toEqual([null, START + 5]);
  });

  it('know the day of their last use, which never goes back', async () => {
    const { runnerTokens } = await openStore();
    await runnerTokens.add(forge);
    await runnerTokens.noteUse('forge', '2026-11-21');
    await runnerTokens.noteUse('forge', '2026-11-20');
    expect((await runnerTokens.byName('forge'))?.lastUsedOn).toBe('2026-11-21');
    await runnerTokens.noteUse('forge', '2026-11-22');
    expect((await runnerTokens.byName('forge'))?.lastUsedOn).toBe('2026-11-22');
  });

  it('stand at the runners that registered with them, and revoked keep those from all work', async () => {
    const store = await openStore();
    await store.runnerTokens.add(forge);
    const bound = aRunner({ id: 'bound', token: { name: 'forge', repositories: ['acme/*'] } });
    await store.change(
      { kind: 'save_runner', runner: bound },
      { kind: 'save_runner', runner: aRunner({ id: 'free' }) },
    );
    expect(await store.read.runnerById('bound')).toEqual(bound);
    const waiting = async () =>
      (await store.read.leaseSlice(['bound', 'free'], 10)).runners.map(({ runner }) => runner.id).sort();
    expect(await waiting()).toEqual(['bound', 'free']);
    const decidedOn = (await store.read.leaseSlice([], 1)).schedulerVersion;
    await store.runnerTokens.revoke('forge', START);
    expect(await waiting()).toEqual(['free']);
    // A lease that was decided before must not land after.
    expect((await store.read.leaseSlice([], 1)).schedulerVersion).toBeGreaterThan(decidedOn);
  });
});
