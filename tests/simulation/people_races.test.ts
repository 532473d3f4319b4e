import { expect, test } from 'vitest';
import { SmallWorld } from './small_world.ts';

/** What people do lands while an attempt, or another person, does something of the same task. */

const ASKS = { id: 'a', script: { questions: 1 } } as const;
const questionsOf = ({ service }: SmallWorld) => [...service.tables.questions.values()];
const answersIn = ({ service }: SmallWorld) =>
  [...service.tables.events.values()].flat().filter(({ body }) => body.kind === 'question_answered');

test.each([
  ['ask_question', 'before_commit'],
  ['ask_question', 'after_commit'],
  ['answer_question', 'before_commit'],
  ['answer_question', 'after_commit'],
] as const)('a run that is canceled at %s, %s, ends, and asks nothing any more', async (command, when) => {
  const world = await SmallWorld.of([ASKS, { id: 'b', dependencies: ['a'] }]);
  let canceled = 0;
  world.service.interruptAt({ command, when }, () => {
    canceled += 1;
    return world.cancelRun();
  });
  await world.until(() => world.simulation.atRest);
  expect(canceled).toBe(1);
  expect(world.run.state).toBe('canceled');
  expect(world.states).toEqual({ a: 'canceled', b: 'canceled' });
  expect(questionsOf(world).filter(({ state }) => state === 'open')).toEqual([]);
});

test('of two people who answer at once the first to land counts, and the other changes nothing', async () => {
  const world = await SmallWorld.of([ASKS]);
  let others = 0;
  world.service.interruptAt({ command: 'answer_question', when: 'before_commit' }, () => {
    others += 1;
    return world.service.answer();
  });
  await world.until(() => world.simulation.atRest);
  expect(others).toBe(1);
  expect(answersIn(world)).toHaveLength(1);
  expect(world.states).toEqual({ a: 'succeeded' });
});

test.each(['ask_question', 'finish_attempt'] as const)(
  'a task that is taken at %s stays in the hands of whoever took it',
  async (command) => {
    const world = await SmallWorld.of([ASKS]);
    world.service.interruptAt({ command, when: 'before_commit' }, () =>
      world.service.intervene('take_task', world.task('a').id),
    );
    await world.until(() => world.task('a').takeover?.kind === 'held' && world.task('a').state === 'blocked');
    expect(questionsOf(world).filter(({ state }) => state === 'open')).toEqual([]);
  },
);
