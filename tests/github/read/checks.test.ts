import { describe, expect, it } from 'vitest';
import { createRepositoryReader } from '../../../src/github/repository_reader.ts';
import { clientsOf } from '../clients_of.ts';
import { forgeSetting } from '../forge_setting.ts';

const setting = forgeSetting();

async function reading() {
  const world = await setting.world();
  const reader = createRepositoryReader(clientsOf(setting.github()).forScope, async () => true);
  return { world, reader, repo: world.repo, record: world.record };
}

describe('which checks a branch demands', () => {
  it('say its protection and the rulesets that hold for it, each once', async () => {
    const { reader, repo, record } = await reading();
    expect(await reader.requiredChecks(record, 'main')).toEqual([]);
    repo.requiredChecks.set('main', ['build', 'unit']);
    repo.ruledChecks.set('main', ['unit', 'lint']);
    expect((await reader.requiredChecks(record, 'main')).toSorted()).toEqual(['build', 'lint', 'unit']);
    expect(await reader.requiredChecks(record, 'elsewhere')).toEqual([]);
  });

  it.each([403, 404])('is what can be read of it, where GitHub says %d to the rest', async (status) => {
    const { reader, repo, record } = await reading();
    repo.requiredChecks.set('main', ['build']);
    repo.ruledChecks.set('main', ['lint']);
    const fault = { kind: 'status', status, message: 'Upgrade to GitHub Pro' } as const;
    setting.github().faults.once(fault, ({ url }) => url.includes('/rules/branches/'));
    expect(await reader.requiredChecks(record, 'main')).toEqual(['build']);
  });
});

describe('a failed check', () => {
  const failed = { name: 'unit', conclusion: 'failure', summary: '3 of 9 failed' } as const;
  const annotations = [{ path: 'a.ts', line: 3, message: 'expected 2' }];

  it('of a job tells its words, the places that it names and its log', async () => {
    const { reader, repo, record, world } = await reading();
    const of = { ...failed, repo, sha: world.base, app: 'github-actions', annotations, log: 'a\nexit 1\n' };
    const { id } = await setting.github().reportCheck(of);
    const told = await reader.failedCheck(record, { checkRun: id, app: 'github-actions' });
    expect(told).toEqual({ message: 'unit\n\n3 of 9 failed', annotations, log: 'a\nexit 1\n' });
  });

  it('whose log is long tells its end', async () => {
    const { reader, repo, record, world } = await reading();
    const log = `${'compiling\n'.repeat(100_000)}exit 1\n`;
    const { id } = await setting.github().reportCheck({ ...failed, repo, sha: world.base, app: 'github-actions', log });
    const told = await reader.failedCheck(record, { checkRun: id, app: 'github-actions' });
    expect(log.endsWith(told.log)).toBe(true);
    expect(told.log).toHaveLength(262_144);
  });

  it('of another app has no log, and one without words those of its places', async () => {
    const { reader, repo, record, world } = await reading();
    const of = { name: 'unit', conclusion: 'failure', repo, sha: world.base, app: 'ci', annotations, log: 'secret' };
    const { id } = await setting.github().reportCheck(of);
    const told = await reader.failedCheck(record, { checkRun: id, app: 'ci' });
    expect(told).toEqual({ message: 'expected 2', annotations, log: '' });
  });

  it.each([403, 404, 410])('is told without its log where GitHub says %d to that', async (status) => {
    const { reader, repo, record, world } = await reading();
    const of = { ...failed, repo, sha: world.base, app: 'github-actions', log: 'exit 1\n' };
    const { id } = await setting.github().reportCheck(of);
    const fault = { kind: 'status', status, message: 'Must have admin rights' } as const;
    setting.github().faults.once(fault, ({ url }) => url.endsWith('/logs'));
    const told = await reader.failedCheck(record, { checkRun: id, app: 'github-actions' });
    expect(told).toMatchObject({ message: 'unit\n\n3 of 9 failed', log: '' });
  });

  it('that is gone says nothing', async () => {
    const { reader, record } = await reading();
    expect(await reader.failedCheck(record, { checkRun: 4_711, app: 'ci' })).toEqual({
      ...{ message: '', annotations: [], log: '' },
    });
  });
});
