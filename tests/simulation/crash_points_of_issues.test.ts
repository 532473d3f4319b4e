import { describe, expect, test } from 'vitest';
import { planOf } from '../support/plans.ts';
import { seededRandom } from './seeded_random.ts';
import { COMMANDS_OF_ISSUES } from './simulate.ts';
import { NO_FAULTS } from './simulated_service.ts';
import { Simulation } from './simulation.ts';

/** The process dies once at a named point, and another goes on: a plan is made of an issue, and a task waits for another. */

const ROUNDS_AT_MOST = 1_000;

async function worldOfIssues(): Promise<Simulation> {
  const tasks = [
    { id: 'w', work: { kind: 'issue' as const }, issue: 7 },
    { id: 'a', dependencies: ['w'] },
  ];
  const simulation = new Simulation({
    random: seededRandom(7),
    plans: [{ plan: planOf(tasks), scripts: new Map(), beginRefused: false }],
    runners: [{ id: 'runner0', slots: 1, labels: [], agentSlots: null, careful: true }],
    faults: NO_FAULTS,
    ideas: 1,
  });
  await simulation.begin();
  return simulation;
}

async function until(simulation: Simulation, holds: () => boolean): Promise<void> {
  for (let round = 0; !holds(); round++) {
    if (round === ROUNDS_AT_MOST) throw new Error(`It never came to pass: ${holds}`);
    await simulation.round();
  }
}

describe.each(['before_commit', 'after_commit'] as const)('the service dies %s of', (when) => {
  test.each(COMMANDS_OF_ISSUES)('%s', async (command) => {
    const simulation = await worldOfIssues();
    const { service, planning, issues, runners } = simulation;
    const drafts = () => [...service.tables.drafts.values()];
    const planningTask = () => service.tables.tasks.get(drafts().at(-1)?.task ?? '');
    service.crashAt({ command, when });
    await planning.askForAll();
    await until(simulation, () => planningTask()?.state === 'running');
    // Its runner is lost while it makes the plan.
    runners[0]?.restart();
    await until(simulation, () => drafts().every(({ state }) => state === 'ended'));
    await planning.askForAll();
    await planning.withdrawAll();
    await planning.withdrawAll();
    await until(simulation, () => drafts().every(({ state }) => state === 'ended'));
    await planning.askForAll();
    await until(simulation, () => [...service.tables.proposals.values()].some(({ shownAt }) => shownAt !== null));
    await planning.approveAll();
    await planning.approveAll();
    issues.closeAll();
    await until(simulation, () => simulation.atRest);
    expect(service.interruptionIsDue).toBe(false);
    const states = Object.fromEntries([...service.tables.tasks.values()].map(({ key, state }) => [key, state]));
    expect(states).toMatchObject({ w: 'succeeded', a: 'succeeded', c: 'succeeded' });
    expect(simulation.runs.filter(({ issue }) => issue !== null)).toMatchObject([{ state: 'succeeded', sequence: 1 }]);
    expect(drafts()).toHaveLength(3);
  });
});

test('a plan that is withdrawn while its maker reports is not made once more', async () => {
  const simulation = await worldOfIssues();
  const { service, planning } = simulation;
  const drafts = () => [...service.tables.drafts.values()];
  await planning.askForAll();
  service.interruptAt({ command: 'finish_attempt', when: 'before_commit' }, () => planning.withdrawAll());
  await until(simulation, () => !service.interruptionIsDue && drafts().every(({ state }) => state === 'ended'));
  expect(service.tables.tasks.get(drafts()[0]?.task ?? '')?.state).toBe('canceled');
  expect([...service.tables.proposals.values()]).toEqual([]);
});

test.each([
  ['approves it too', 1],
  ['withdraws it', 0],
] as const)('where somebody else %s at the moment of an approval, one of both counts', async (other, runs) => {
  const simulation = await worldOfIssues();
  const { service, planning } = simulation;
  const proposals = () => [...service.tables.proposals.values()];
  await planning.askForAll();
  await until(simulation, () => proposals().some(({ shownAt }) => shownAt !== null));
  service.interruptAt({ command: 'approve_plan', when: 'before_commit' }, () =>
    other === 'withdraws it' ? planning.withdrawAll() : planning.approveAll(),
  );
  await planning.approveAll();
  expect(service.interruptionIsDue).toBe(false);
  expect([proposals(), simulation.runs.filter(({ issue }) => issue !== null).length]).toEqual([[], runs]);
});
