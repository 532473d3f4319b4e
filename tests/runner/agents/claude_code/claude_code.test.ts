import { describe, expect, it } from 'vitest';
import type { AgentTask } from '../../../../runner/agents/agent_driver.ts';
import type { AgentEvent } from '../../../../runner/agents/agent_event.ts';
import { claudeCode } from '../../../../runner/agents/claude_code/claude_code.ts';

const TASK: AgentTask = {
  command: ['claude'],
  prompt: 'Do it',
  model: null,
  workingDirectory: '/work',
  session: null,
  newSessionId: 'new-session',
  tools: null,
};
const RESULT = { type: 'result', subtype: 'success', is_error: false, result: 'Done.' };

function start(task: AgentTask = TASK) {
  const events: AgentEvent[] = [];
  const wrote: unknown[] = [];
  const driver = claudeCode.start(task, {
    emit: (event) => events.push(event),
    write: (text) => wrote.push(JSON.parse(text)),
    workIsOver: () => {},
  });
  driver.begin();
  const receive = (message: object): void => driver.onStdout(Buffer.from(`${JSON.stringify(message)}\n`));
  const end = (exitCode = 0, stderrTail = '') => driver.finish({ exitCode, stderrTail });
  return { driver, events, wrote, receive, end };
}

describe('Claude Code', () => {
  it('begins a conversation under the id that is chosen for it, or goes on with one', () => {
    expect(start().driver.launch.argv.join(' ')).toContain('--session-id new-session');
    const used = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };
    const { argv } = start({ ...TASK, session: { id: 'old-session', used } }).driver.launch;
    expect(argv.join(' ')).toContain('--resume old-session');
    expect(argv).not.toContain('--session-id');
  });

  it('gets the tools so that they are there at once and wait as long as is needed', () => {
    const tools = {
      name: 'planwright',
      command: ['tool', 'serve'],
      environment: { A: 'b' },
      callTimeoutMs: 7,
    } as const;
    const { argv } = start({ ...TASK, model: 'opus', tools }).driver.launch;
    expect(JSON.parse(argv[argv.indexOf('--mcp-config') + 1] ?? '')).toEqual({
      mcpServers: {
        planwright: { type: 'stdio', command: 'tool', args: ['serve'], env: { A: 'b' }, alwaysLoad: true, timeout: 7 },
      },
    });
    expect(argv.slice(argv.indexOf('--model'), argv.indexOf('--model') + 2)).toEqual(['--model', 'opus']);
  });

  it('has no tools of its user beside ours, and waits for its model no longer than we do', () => {
    const tools = { name: 'planwright', command: ['tool'], environment: {}, callTimeoutMs: 7 } as const;
    const { argv, environment } = start({ ...TASK, tools }).driver.launch;
    expect(argv).toContain('--strict-mcp-config');
    expect(environment).toMatchObject({ CLAUDE_CODE_MAX_RETRIES: '2', API_TIMEOUT_MS: '300000' });
  });

  it('asks what one call asks as questions of their own, and each gets its answer', () => {
    const { driver, events, wrote, receive } = start();
    const input = { questions: [{ question: 'Which?' }, { question: 'When?', options: [{ label: 'Now' }] }] };
    const request = { subtype: 'can_use_tool', tool_name: 'AskUserQuestion', input };
    receive({ type: 'control_request', request_id: 'r', request });
    expect(events).toEqual([
      { kind: 'question', id: 'r/1', question: { text: 'Which?', options: [] } },
      { kind: 'question', id: 'r/2', question: { text: 'When?', options: ['Now'] } },
    ]);
    driver.answer('r/2', 'Now');
    driver.answer('r/2', 'Again');
    driver.answer('unknown', 'Nobody asked');
    expect(wrote).toHaveLength(1);
    driver.answer('r/1', 'Blue');
    driver.answer('r/1', 'Red');
    const answers = { 'Which?': 'Blue', 'When?': 'Now' };
    expect(wrote.slice(1)).toMatchObject([
      { response: { request_id: 'r', response: { behavior: 'allow', updatedInput: { ...input, answers } } } },
    ]);
  });

  it('may use every other tool', () => {
    const { wrote, receive } = start();
    const request = { subtype: 'can_use_tool', tool_name: 'Bash', input: { command: 'ls' } };
    receive({ type: 'control_request', request_id: 'r', request });
    expect(wrote.at(-1)).toMatchObject({
      response: { response: { behavior: 'allow', updatedInput: { command: 'ls' } } },
    });
  });

  it('reckons what this run used: its tokens are of the run, its money of the whole conversation', () => {
    const used = { inputTokens: 100, cachedTokens: 10, outputTokens: 5, costUsd: 0.5 };
    const { receive, end } = start({ ...TASK, session: { id: 's', used } });
    receive({ type: 'system', subtype: 'init', session_id: 's' });
    const usage = { input_tokens: 1, cache_read_input_tokens: 20, cache_creation_input_tokens: 300, output_tokens: 4 };
    receive({ ...RESULT, total_cost_usd: 0.75, usage });
    expect(end()).toMatchObject({
      kind: 'done',
      usage: { inputTokens: 321, cachedTokens: 20, outputTokens: 4, costUsd: 0.25 },
      session: { id: 's', used: { inputTokens: 421, cachedTokens: 30, outputTokens: 9, costUsd: 0.75 } },
    });
  });

  it.each([
    [{ subtype: 'error_max_budget_usd', is_error: true }, 'budget'],
    [{ is_error: true, api_error_status: 403 }, 'auth'],
    [{ is_error: true, api_error_status: 503 }, 'transient'],
    [{ is_error: true, api_error_status: 404 }, 'agent_error'],
    [{ subtype: 'error_max_turns', is_error: true }, 'agent_error'],
    [{ subtype: 'error_during_execution', is_error: true, terminal_reason: 'completed' }, 'transient'],
  ] as const)('that ends with %j failed as %s', (result, expected) => {
    const { receive, end } = start();
    receive({ ...RESULT, ...result });
    expect(end(1)).toMatchObject({ kind: 'failed', class: expected });
  });

  it.each([
    ['rejected', { limitEnds: { kind: 'at', epochMs: 1_800_000_000_000 } }],
    ['allowed_warning', {}],
  ])('a limit that is %s says so much of its end', (status, more) => {
    const { receive, end } = start();
    receive({ type: 'rate_limit_event', rate_limit_info: { status, resetsAt: 1_800_000_000 } });
    receive({ ...RESULT, is_error: true, api_error_status: 429 });
    const failure = end(1);
    expect(failure).toMatchObject({ kind: 'failed', class: 'rate_limit', ...more });
    expect('limitEnds' in failure).toBe('limitEnds' in more);
  });

  it('that prints nothing failed, with what it complained of', () => {
    expect(start().end(1, 'Cannot start\n')).toMatchObject({
      kind: 'failed',
      class: 'agent_error',
      session: null,
      message: 'Claude Code ended with exit code 1 before its work was over: Cannot start',
    });
  });
});
