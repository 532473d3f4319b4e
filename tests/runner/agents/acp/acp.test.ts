import { describe, expect, it } from 'vitest';
import { acp } from '../../../../runner/agents/acp/acp.ts';
import { classifyRpcError, classifyStopReason } from '../../../../runner/agents/acp/classify.ts';
import { launchAcp } from '../../../../runner/agents/acp/launch.ts';
import type { AgentTask } from '../../../../runner/agents/agent_driver.ts';
import type { AgentEvent } from '../../../../runner/agents/agent_event.ts';

const TASK: AgentTask = {
  command: ['agent', 'acp'],
  prompt: 'Do it',
  model: null,
  workingDirectory: '/work',
  session: null,
  newSessionId: 'not used',
  tools: { name: 'planwright', command: ['tool', 'serve'], environment: { SOCKET: '/s' }, callTimeoutMs: 1 },
};

/** An agent that has been prompted in session `s`. */
function prompted(task: AgentTask = TASK) {
  const events: AgentEvent[] = [];
  const wrote: {
    readonly id?: number;
    readonly method?: string;
    readonly params?: unknown;
    readonly result?: unknown;
  }[] = [];
  const driver = acp.start(task, {
    emit: (event) => events.push(event),
    write: (text) => wrote.push(JSON.parse(text)),
    workIsOver: () => {},
  });
  const receive = (message: object): void => driver.onStdout(Buffer.from(`${JSON.stringify(message)}\n`));
  const update = (news: object): void =>
    receive({ method: 'session/update', params: { sessionId: 's', update: news } });
  driver.begin();
  receive({ id: 1, result: { protocolVersion: 1 } });
  if (task.session === null) receive({ id: 2, result: { sessionId: 's' } });
  const end = () => driver.finish({ exitCode: 0, stderrTail: '' });
  return { driver, events, wrote, receive, update, end };
}

const say = (text: string) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });

describe('a session over ACP', () => {
  it('is opened in the worktree with the tools', () => {
    expect(prompted().wrote[1]).toMatchObject({
      method: 'session/new',
      params: {
        cwd: '/work',
        mcpServers: [{ name: 'planwright', command: 'tool', args: ['serve'], env: [{ name: 'SOCKET', value: '/s' }] }],
      },
    });
  });

  it('waits for its tools as long as they need, at agents with a limit of their own', () => {
    const tools = { name: 't', command: ['tool'], environment: {}, callTimeoutMs: 86_400_500 } as const;
    const { argv, environment } = launchAcp({ ...TASK, tools });
    expect(argv).toEqual(['agent', 'acp']);
    expect(environment.GOOSE_DEFAULT_EXTENSION_TIMEOUT).toBe('86401');
    expect(JSON.parse(environment.OPENCODE_CONFIG_CONTENT ?? '')).toMatchObject({
      permission: 'allow',
      experimental: { mcp_timeout: 86_400_500 },
    });
    expect(launchAcp({ ...TASK, tools: null }).environment.GOOSE_DEFAULT_EXTENSION_TIMEOUT).toBeUndefined();
  });

  it('asks nobody for permission, at agents that would', () => {
    const { environment } = launchAcp({ ...TASK, tools: null });
    expect(environment.GOOSE_MODE).toBe('auto');
    expect(JSON.parse(environment.OPENCODE_CONFIG_CONTENT ?? '')).toMatchObject({ permission: 'allow' });
  });

  it('that is loaded is prompted after all that is old has been told again', () => {
    const used = { inputTokens: 9, cachedTokens: 0, outputTokens: 9, costUsd: 0.5 };
    const { events, wrote, receive, update, end } = prompted({ ...TASK, session: { id: 's', used } });
    update(say('Old. '));
    receive({ id: 2, result: { modes: { currentModeId: 'yolo' } } });
    expect(wrote.at(-1)).toMatchObject({ method: 'session/set_mode', params: { sessionId: 's', modeId: 'yolo' } });
    update(say('Old as well. '));
    receive({ id: 3, error: { code: -32_601, message: 'no modes' } });
    expect(wrote.at(-1)).toMatchObject({ method: 'session/prompt', params: { sessionId: 's' } });
    update(say('New.'));
    update({ sessionUpdate: 'usage_update', cost: { amount: 0.75, currency: 'USD' } });
    receive({ id: 4, result: { stopReason: 'end_turn' } });
    expect(events.filter(({ kind }) => kind !== 'usage')).toEqual([
      { kind: 'session', id: 's' },
      { kind: 'message', text: 'New.' },
    ]);
    expect(end()).toMatchObject({
      kind: 'done',
      summary: 'New.',
      usage: { costUsd: 0.25 },
      session: { used: { costUsd: 0.75 } },
    });
  });

  it('allows everything, for good where that is offered, and tells of the call before it runs', () => {
    const { events, wrote, receive, update } = prompted();
    const toolCall = { toolCallId: 't', status: 'pending', kind: 'execute', rawInput: { command: 'ls' } };
    const options = [
      { optionId: 'no', kind: 'reject_once' },
      { optionId: 'once', kind: 'allow_once' },
      { optionId: 'always', kind: 'allow_always' },
    ];
    receive({ id: 'p', method: 'session/request_permission', params: { toolCall, options } });
    expect(wrote.at(-1)).toMatchObject({ id: 'p', result: { outcome: { outcome: 'selected', optionId: 'always' } } });
    expect(events.at(-1)).toEqual({ kind: 'command', command: 'ls' });
    update({ sessionUpdate: 'tool_call_update', ...toolCall, status: 'completed' });
    expect(events.map(({ kind }) => kind)).toEqual(['session', 'command', 'tool_ended']);
  });

  it('refuses what it does not offer', () => {
    const { wrote, receive } = prompted();
    receive({ id: 'f', method: 'fs/read_text_file', params: { path: '/etc/passwd' } });
    expect(wrote.at(-1)).toMatchObject({ id: 'f', error: { code: -32_601 } });
  });

  describe('of an agent that tells sums of the whole session', () => {
    const used = { inputTokens: 700, cachedTokens: 0, outputTokens: 70, costUsd: 0.5 };
    const sums = (input: number, output: number, accumulatedCost?: number) => ({
      method: '_goose/unstable/session/update',
      params: {
        update: {
          sessionUpdate: 'usage_update',
          accumulatedInputTokens: input,
          accumulatedOutputTokens: output,
          accumulatedCost,
        },
      },
    });
    const goOn = (...before: readonly object[]) => {
      const play = prompted({ ...TASK, session: { id: 's', used } });
      for (const message of before) play.receive(message);
      play.receive({ id: 2, result: {} });
      play.update(say('Done.'));
      return play;
    };

    it('counts what came since the prompt, and nothing of what its last answer took', () => {
      const { events, receive, end } = goOn(sums(1_000, 100, 0.75));
      receive(sums(4_000, 250, 1));
      receive({ id: 3, result: { stopReason: 'end_turn', usage: { inputTokens: 1_000, outputTokens: 50 } } });
      const ofPrompt = { inputTokens: 3_000, cachedTokens: 0, outputTokens: 150, costUsd: 0.25 };
      expect(events.filter(({ kind }) => kind === 'usage')).toEqual([
        { kind: 'usage', usage: ofPrompt },
        { kind: 'usage', usage: ofPrompt },
      ]);
      const ofSession = { inputTokens: 4_000, cachedTokens: 0, outputTokens: 250, costUsd: 1 };
      expect(end()).toMatchObject({ usage: ofPrompt, session: { used: ofSession } });
    });

    it('takes off what the attempt before it had used where nothing is told at its beginning', () => {
      const { receive, end } = goOn();
      receive(sums(1_000, 100));
      receive({ id: 3, result: { stopReason: 'end_turn' } });
      expect(end()).toMatchObject({ usage: { inputTokens: 300, outputTokens: 30, costUsd: null } });
    });
  });

  it('says in its summary what came after its last tool', () => {
    const { update, receive, end } = prompted();
    update(say('I look. '));
    update({ sessionUpdate: 'tool_call', toolCallId: 't', kind: 'read', title: 'Read a', status: 'completed' });
    update(say('All '));
    update(say('is well.'));
    update({ sessionUpdate: 'tool_call_update', toolCallId: 't', title: 'A summary of what it read' });
    receive({ id: 3, result: { stopReason: 'end_turn' } });
    expect(end()).toMatchObject({ kind: 'done', summary: 'All is well.' });
  });

  it('that ends without a word and without a tool is no work', () => {
    const { receive, end } = prompted();
    receive({ id: 3, result: { stopReason: 'end_turn' } });
    expect(end()).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('that ended before its turn says what the agent complained of', () => {
    const { driver } = prompted();
    const outcome = driver.finish({ exitCode: 3, stderrTail: 'panicked\n' });
    expect(outcome).toMatchObject({
      kind: 'failed',
      class: 'agent_error',
      message: 'the agent ended with exit code 3 before its work was over: panicked',
    });
  });

  it('cannot be interrupted before it has begun', () => {
    const driver = acp.start(TASK, { emit: () => {}, write: () => {}, workIsOver: () => {} });
    driver.begin();
    expect(driver.interrupt()).toBe(false);
  });
});

describe('a failure over ACP', () => {
  it.each([
    [429, 'Slow down', 'rate_limit'],
    [401, 'Who are you', 'auth'],
    [403, 'No', 'auth'],
    [503, 'Later', 'transient'],
    [-32_603, 'Internal error: Insufficient credits', 'budget'],
    [-32_603, 'Internal error: Your prompt is too long', 'context_too_long'],
    [-32_603, 'Internal error: Cannot connect to API', 'transient'],
    [-32_603, 'Internal error', 'agent_error'],
  ] as const)('with code %i, "%s", is of class %s', (code, message, expected) => {
    expect(classifyRpcError({ code, message }).class).toBe(expected);
  });

  it('is told by what stands beside the message', () => {
    const data = { errorKind: 'billing_error', message: 'Credit balance is too low' };
    expect(classifyRpcError({ code: -32_603, message: 'Internal error', data })).toEqual({
      class: 'budget',
      message: 'Credit balance is too low',
    });
  });

  it.each([
    ['refusal', 'refused'],
    ['max_tokens', 'context_too_long'],
    ['max_turn_requests', 'agent_error'],
  ])('of a turn that ended as %s is of class %s', (reason, expected) => {
    expect(classifyStopReason(reason).class).toBe(expected);
  });
});
