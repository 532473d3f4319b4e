import { describe, expect, it } from 'vitest';
import type { AgentTask } from '../../../../runner/agents/agent_driver.ts';
import { classifyTurnError } from '../../../../runner/agents/codex/classify.ts';
import { launchCodex } from '../../../../runner/agents/codex/launch.ts';
import { Questions } from '../../../../runner/agents/codex/questions.ts';
import { readNotification } from '../../../../runner/agents/codex/read_notification.ts';

const TASK: AgentTask = {
  command: ['codex'],
  prompt: 'Do it',
  model: 'gpt-6-sol',
  workingDirectory: '/work',
  session: null,
  newSessionId: 'not used',
  tools: {
    name: 'planwright',
    command: ['tool', 'serve', 'a "b" \\c'],
    environment: { SOCKET: '/run/a b', QUOTED: '"' },
    callTimeoutMs: 86_400_500,
  },
};

it('is told everything as settings in TOML', () => {
  const { argv } = launchCodex(TASK);
  expect(argv.slice(0, 2)).toEqual(['codex', 'app-server']);
  const settings = argv.slice(2).filter((flag) => flag !== '-c');
  expect(settings).toContain('model="gpt-6-sol"');
  expect(settings).toContain('features.default_mode_request_user_input=true');
  expect(settings).toContain('mcp_servers.planwright.args=["serve", "a \\"b\\" \\\\c"]');
  expect(settings).toContain('mcp_servers.planwright.env={"SOCKET" = "/run/a b", "QUOTED" = "\\""}');
  // A part of a second is a whole one: no call may be cut short.
  expect(settings).toContain('mcp_servers.planwright.tool_timeout_sec=86401');
});

it('colours nothing of what stands in the log', () => {
  expect(launchCodex(TASK).environment).toEqual({ NO_COLOR: '1' });
});

describe('a failed turn of Codex', () => {
  it.each([
    ['usageLimitExceeded', 'Limit', 'rate_limit'],
    ['contextWindowExceeded', 'Full', 'context_too_long'],
    ['unauthorized', 'No', 'auth'],
    ['serverOverloaded', 'Busy', 'transient'],
    [{ responseTooManyFailedAttempts: { httpStatusCode: 429 } }, 'Failed', 'rate_limit'],
    [{ responseTooManyFailedAttempts: { httpStatusCode: 503 } }, 'Failed', 'transient'],
    [{ httpConnectionFailed: { httpStatusCode: null } }, 'Failed', 'transient'],
    ['other', 'Quota exceeded. Check your plan and billing details.', 'budget'],
    ['other', 'unexpected status 402 Payment Required', 'budget'],
    ['other', 'stream disconnected before completion', 'transient'],
    ['other', 'No such model', 'agent_error'],
    [null, 'Something', 'agent_error'],
  ])('with %j, "%s", is of class %s', (codexErrorInfo, message, expected) => {
    expect(classifyTurnError({ message, codexErrorInfo }, null).class).toBe(expected);
  });

  it('says what the API said in plain words', () => {
    const message = '{"error":{"message":"prompt is too long","code":"400"}}';
    expect(classifyTurnError({ message }, null)).toEqual({ class: 'context_too_long', message: 'prompt is too long' });
  });

  it('knows when a limit ends, and no other failure does', () => {
    const limit = { message: 'Limit', codexErrorInfo: 'usageLimitExceeded', additionalDetails: 'more' };
    const limitEnds = { kind: 'at', epochMs: 5 };
    expect(classifyTurnError(limit, 5)).toEqual({ class: 'rate_limit', message: 'Limit (more)', limitEnds });
    expect(classifyTurnError({ message: 'No', codexErrorInfo: 'unauthorized' }, 5)).not.toHaveProperty('limitEnds');
  });
});

describe('news of Codex', () => {
  it('of its limits tell when the last of those that are used up ends', () => {
    const news = (primary: object | null, secondary: object | null) =>
      readNotification('account/rateLimits/updated', { rateLimits: { primary, secondary } });
    const used = (resetsAt: number) => ({ usedPercent: 100, resetsAt });
    expect(news(used(10), used(20))).toEqual({ kind: 'limits', resetsAt: 20_000 });
    expect(news(used(10), { usedPercent: 99, resetsAt: 20 })).toEqual({ kind: 'limits', resetsAt: 10_000 });
    expect(news({ usedPercent: 1, resetsAt: 10 }, null)).toEqual({ kind: 'limits', resetsAt: null });
  });

  it('are passed over where they are not known, or not understood', () => {
    expect(readNotification('thread/status/changed', {})).toBeNull();
    expect(readNotification('item/completed', { item: 'none' })).toBeNull();
    expect(readNotification('error', { error: { message: 'The end' }, willRetry: false })).toBeNull();
  });
});

it('what Codex asks in one call are questions of their own, and each part gets its answer', () => {
  const events: unknown[] = [];
  const responses: unknown[] = [];
  const rpc = {
    respond: (id: unknown, result: unknown) => responses.push([id, result]),
    refuse: (id: unknown) => responses.push([id, 'refused']),
  };
  const io = { emit: (event: unknown) => events.push(event), write: () => {}, workIsOver: () => {} };
  const questions = new Questions(rpc, io);
  const parts = [
    { id: 'colour', question: 'Which?', options: [{ label: 'Red' }] },
    { id: 'day', question: 'When?', options: null },
  ];
  questions.ask(7, 'item/tool/requestUserInput', { questions: parts });
  expect(events).toEqual([
    { kind: 'question', id: '7/1', question: { text: 'Which?', options: ['Red'] } },
    { kind: 'question', id: '7/2', question: { text: 'When?', options: [] } },
  ]);
  questions.answer('7/2', 'Now');
  expect(responses).toEqual([]);
  questions.answer('7/1', 'Red');
  questions.answer('7/1', 'Blue');
  expect(responses).toEqual([[7, { answers: { colour: { answers: ['Red'] }, day: { answers: ['Now'] } } }]]);
});
