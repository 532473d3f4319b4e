import { expect, it } from 'vitest';
import { askAboutHomes } from '../../../runner/worker/ask_about_homes.ts';
import type { HomesRequest } from '../../../src/protocol/home_messages.ts';

it('asks about all, in messages that the service takes', async () => {
  const tasks = Array.from({ length: 600 }, (_, index) => `task-${index}`);
  const asked: HomesRequest[] = [];
  const { needed, over } = await askAboutHomes('runner', tasks, async (request) => {
    asked.push(request);
    return { needed: request.tasks.slice(0, 1), over: request.tasks.slice(1) };
  });
  expect(asked.map((request) => request.tasks.length)).toEqual([256, 256, 88]);
  expect([needed.size, over.size]).toEqual([3, 597]);
});

it('takes no answer for nothing said', async () => {
  const { needed, over } = await askAboutHomes('runner', ['task'], async () => {
    throw new Error('unreachable');
  });
  expect([needed.size, over.size]).toEqual([0, 0]);
});
