import { beforeEach, describe, expect, it } from 'vitest';
import type { Transport } from '../../../../runner/agents/backends.ts';
import { AgentProgram, type ProgramAttempt } from '../../../../runner/attempt/agent/agent_program.ts';
import { AttemptControl } from '../../../../runner/attempt/attempt_control.ts';
import type { QuestionReply } from '../../../../runner/attempt/attempt_questions.ts';
import type { Told } from '../../../../runner/log/conversation_log.ts';
import type { AgentSession } from '../../../../src/protocol/agent_session.ts';
import type { AskedQuestion } from '../../../../src/protocol/questions.ts';
import { HandClock } from '../../worker/hand_clock.ts';

const IDLE_MS = 600_000;
const PROMPT = 'Parse dates.';
const THREAD = 'thread-1';
const used = { inputTokens: 3, cachedTokens: 0, outputTokens: 1, costUsd: null };

/** How an agent answers what its transport says before the prompt, by the method that it is asked by. */
const ANSWERS: Readonly<Record<string, object>> = {
  initialize: { protocolVersion: 1 },
  'thread/start': { thread: { id: THREAD } },
  'thread/resume': { thread: { id: THREAD } },
  'session/new': { sessionId: THREAD },
  'session/load': {},
  'turn/start': { turn: { id: 'turn-1' } },
};

let clock: HandClock;
let control: AttemptControl;
let reports: PromiseWithResolvers<void>;
let reported: AgentSession[];
/** What the agent was told, a line each. */
let heard: string[];
let log: string[];
let told: Told[];
let program: AgentProgram;
let isInUsualFolder: boolean;
let ask: (asked: AskedQuestion) => Promise<QuestionReply>;
beforeEach(() => {
  clock = new HandClock();
  control = new AttemptControl();
  reports = Promise.withResolvers();
  reported = [];
  heard = [];
  log = [];
  told = [];
  isInUsualFolder = true;
  ask = () => Promise.reject(new Error('nothing is asked'));
});

/** Everything that waits for a promise that is settled has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const prints = (line: object) => program.driver.onStdout(Buffer.from(`${JSON.stringify(line)}\n`));

/** An agent that answers at once what it is asked, with the service's answer to its session's report withheld. */
function begin(transport: Transport, session: AgentSession | null): void {
  const limits = { idleMs: IDLE_MS } as ProgramAttempt['request']['limits'];
  const attempt: ProgramAttempt = {
    request: { limits },
    isInUsualFolder,
    control,
    surroundings: {
      clock,
      reportSession: (known) => {
        reported.push(known);
        return reports.promise;
      },
    },
    conversation: { tell: (event) => void told.push(event), tellEvent: () => {} },
    log: { line: (text) => void log.push(text) },
    questions: { ask: (asked) => ask(asked) },
    setUsage: () => {},
    session: undefined,
  };
  program = new AgentProgram(
    attempt,
    { name: 'coder', transport },
    {
      command: ['agent'],
      prompt: PROMPT,
      model: null,
      workingDirectory: '/workspace',
      session,
      newSessionId: THREAD,
      tools: null,
    },
  );
  const write = (text: string): void => {
    heard.push(text);
    const { id, method } = JSON.parse(text);
    const result = ANSWERS[method];
    if (id !== undefined && result !== undefined) prints({ jsonrpc: '2.0', id, result });
  };
  program.begin({ write, close: () => {} });
}

describe('an agent is told nothing to do before the service has the id of its conversation', () => {
  it.each(['claude-code', 'codex', 'acp'] as const)('%s, in a new one and in one that goes on', async (transport) => {
    for (const session of [null, { id: THREAD, used }]) {
      reports = Promise.withResolvers();
      heard = [];
      begin(transport, session);
      await settled();
      expect(reported.at(-1)).toMatchObject({ id: THREAD });
      expect(heard.join('')).not.toContain(PROMPT);
      reports.resolve();
      await settled();
      expect(heard.filter((line) => line.includes(PROMPT))).toHaveLength(1);
      expect(heard.at(-1)).toContain(PROMPT);
    }
    expect(reported.map(({ used: { inputTokens } }) => inputTokens)).toEqual([0, 3]);
  });

  it('but for one that nobody finds again where it begins', async () => {
    isInUsualFolder = false;
    for (const transport of ['acp', 'codex'] as const) {
      begin(transport, null);
      await settled();
    }
    expect(reported).toHaveLength(1);
    expect(heard.join('')).toContain(PROMPT);
  });
});

describe('a question of its own', () => {
  const input = { questions: [{ question: 'Which?', options: [] }] };
  const isAsked = async (reply: typeof ask, asked = input) => {
    ask = reply;
    begin('claude-code', null);
    reports.resolve();
    await settled();
    prints({
      type: 'control_request',
      request_id: 'r-1',
      request: { subtype: 'can_use_tool', tool_name: 'AskUserQuestion', input: asked },
    });
    await settled();
  };

  it('that cannot be asked is answered with that, and the agent is watched again', async () => {
    await isAsked(() => Promise.reject(new Error('That is no question.')));
    expect(log).toContain('planwright: its question could not be asked: That is no question.');
    expect(heard.at(-1)).toContain('Nobody can be asked now');
    clock.turnTo(IDLE_MS - 1);
    expect(control.cause).toBeUndefined();
    clock.turnTo(IDLE_MS);
    expect(control.cause).toMatchObject({ kind: 'idle' });
  });

  it.each([
    ['ada', 'ada', 'planwright: ada answered Q3: this'],
    [null, 'the default', 'planwright: nobody answered Q3 in time, so that the default counts: this'],
  ])('that is answered by %s is told in conversation and log', async (by, who, line) => {
    await isAsked(async () => ({ kind: 'answered', n: 3, answer: 'this', by }));
    expect(told).toEqual([{ kind: 'answer', question: 'Which?', text: 'this', by: who }]);
    expect(log).toContain(line);
    expect(heard.at(-1)).toContain('this');
  });

  it('that has no answer yet is told none', async () => {
    await isAsked(async () => ({ kind: 'not_yet', n: 3 }));
    expect(told).toEqual([]);
  });

  it('that has no answer yet has the agent interrupted, once for all that it asks', async () => {
    const both = { questions: ['Which?', 'When?'].map((question) => ({ question, options: [] })) };
    await isAsked(async () => ({ kind: 'not_yet', n: 3 }), both);
    expect(heard.filter((line) => line.includes('"interrupt"'))).toHaveLength(1);
  });

  it('that is not known to be asked yet is no idleness', async () => {
    await isAsked(() => new Promise(() => {}));
    clock.turnTo(10 * IDLE_MS);
    expect(control.cause).toBeUndefined();
  });
});
