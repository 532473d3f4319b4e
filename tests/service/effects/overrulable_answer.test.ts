import { expect, it } from 'vitest';
import { ORCHESTRATOR, type QuestionView } from '../../../src/protocol/questions.ts';
import type { TaskView } from '../../../src/protocol/views.ts';
import { overrulableAnswer } from '../../../src/service/effects/overrulable_answer.ts';

const question = (n: number, answeredBy: string): QuestionView => ({
  n,
  task: `t${n}`,
  attempt: 1,
  source: 'agent',
  text: 'Keep it?',
  options: [],
  onlyOptions: false,
  details: null,
  default: null,
  deadlineAt: null,
  state: 'answered',
  askedAt: 0,
  answer: 'keep',
  answeredBy,
  settledAt: 1,
});
const notices = [1, 2].map((n) => ({ text: `It answered Q${n}.`, sort: 'seen', overrulable: n }) as const);

it.each<[string, readonly [string, string], readonly [TaskView['state'], TaskView['state']], number | null]>([
  ['the newest, while both tasks work with them', [ORCHESTRATOR, ORCHESTRATOR], ['running', 'ready'], 2],
  ['the one before, where the newest was overruled', [ORCHESTRATOR, 'bob'], ['running', 'ready'], 1],
  ['the one before, where the work of the newest is in', [ORCHESTRATOR, ORCHESTRATOR], ['running', 'in_review'], 1],
  ['none, where one was overruled and the other is in', ['bob', ORCHESTRATOR], ['running', 'succeeded'], null],
])('may be overruled: %s', async (_, by, states, expected) => {
  const view = { questionsByNumber: async (__: string, n: number) => [question(n, by[n - 1] ?? '')] };
  const tasks = states.map((state, index) => ({ key: `t${index + 1}`, state }));
  expect(await overrulableAnswer(view, 'run', { notices, tasks })).toBe(expected);
});
