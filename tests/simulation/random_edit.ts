import type { Plan } from '../../src/core/plan/plan.ts';
import { planTask } from '../support/plans.ts';
import type { SeededRandom } from './seeded_random.ts';

/** What a person may make of a plan while it is carried out; tasks may be put into another order and wait the other way round. */
export function randomEdit(plan: Plan, random: SeededRandom, edits: number): Plan {
  const left = plan.tasks.filter(() => random.chance(0.85));
  const added = Array.from({ length: random.between(0, 2) }, (_, index) =>
    planTask({ id: `n${random.chance(0.3) ? 0 : edits}-${index}`, done: random.chance(0.1) }),
  ).filter(({ id }) => !left.some((task) => task.id === id));
  const all = [...left, ...added];
  const isTurned = random.chance(0.3);
  const tasks = isTurned ? all.toReversed() : all;
  const ids = tasks.map(({ id }) => id);
  const edited = tasks.map((task, index) => {
    const before = ids.slice(0, index);
    // What waits for an issue waits for nothing else.
    const isRewired = task.work.kind !== 'issue' && (isTurned || added.includes(task) || random.chance(0.2));
    const dependencies = isRewired ? random.some(before, 0.3) : task.dependencies.filter((id) => before.includes(id));
    return {
      ...task,
      title: random.chance(0.2) ? `Edited ${edits}` : task.title,
      done: task.done || random.chance(0.05),
      after: dependencies,
      dependencies,
    };
  });
  const verify = random.chance(0.2) ? [] : random.chance(0.3) ? [['check', String(edits)]] : plan.settings.verify;
  // A plan without tasks is none.
  const [first] = plan.tasks;
  return { ...plan, settings: { ...plan.settings, verify }, tasks: edited.length > 0 || !first ? edited : [first] };
}
