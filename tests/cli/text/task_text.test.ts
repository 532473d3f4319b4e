import { expect, test } from 'vitest';
import { taskText } from '../../../src/cli/text/task_text.ts';
import { attemptView, runView, taskView } from '../progress/views.ts';

test('a task tells of each failure what kind it was, what was being done and which agent itself failed', () => {
  const ofAgent = { class: 'rate_limit', action: 'agent', failedProvider: 'claude', message: 'Enough.' } as const;
  const ofTask = { class: 'verification', action: 'verify', message: '`npm test` exit 1.' } as const;
  const untold = { class: 'lost', message: 'The runner was restarted.' } as const;
  const attempts = [ofAgent, ofTask, untold].map((failure, at) => attemptView({ number: at + 1, ...failure }));
  const lines = taskText({ run: runView(), task: taskView('parser'), attempts, questions: [] }).split('\n');
  expect(lines).toContain('  rate_limit, agent, claude: Enough.');
  expect(lines).toContain('  verification, verify: `npm test` exit 1.');
  expect(lines).toContain('  lost: The runner was restarted.');
});
