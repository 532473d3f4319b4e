import type { AgentName } from '../agents.ts';

/** What is proved of each agent: a row of the table in `docs/backends.md`, in this order. */
export const PROOFS = {
  work: 'writes a file, runs a command, says what it used',
  resumed: 'goes on with a conversation, and its usage is counted from there',
  resumed_after_kill: 'goes on with a conversation that SIGKILL ended in the middle of a tool',
  session_lost: 'a conversation that is not there any more is told',
  tool_question: 'asks people by the tool server, and goes on with the answer',
  own_question: 'asks people by a tool of its own, and goes on with the answer',
  blocked: 'blocked by a question, answered, resumed',
  own_blocked: 'the same with a question of its own tool',
  interrupt: 'stops when it is interrupted, with all that it started',
  sandbox: 'does a task through the shipped runner, in its sandbox',
  sandbox_ordinary: 'the same as an ordinary user',
  canceled: 'canceled by a person, with processes that hear no signal: none is left, its work is kept',
  canceled_at_once: 'the same where it is to end at once',
  runner_killed: 'SIGKILL of the runner, with such processes: none is left',
  protected: 'it changes protected paths: a person is asked, and nothing is on a branch',
  injection: 'talked into stealing, it gets nothing of the runner, its neighbours or the database, and leaves nothing',
  idle: 'standing still is told apart from being at work',
  recovers: 'recovers from a limit that ends',
  'rate limit': 'model: 429',
  'rate limit that says when it ends': 'model: 429 that says when it ends',
  'rate limit of a key': 'the same for who has a key, not a subscription',
  'unknown key': 'model: 401',
  'no credit': 'model: no credit',
  'bad request': 'model: 400',
  'prompt too long': 'model: prompt too long',
  'server error': 'model: 500',
  overloaded: 'model: 529',
  'stream that says it failed': 'model: a stream that says it failed',
  'stream cut': 'model: a stream that is cut',
  'stream stalled': 'model: a stream that stalls',
  silence: 'model: takes the request and says nothing',
  'nobody listens': 'model: nobody listens',
} as const;

/** One of them. */
export type ProofName = keyof typeof PROOFS;

/** What a test proves of an agent when it passes. */
export type Proof = {
  readonly agent: AgentName;
  readonly of: ProofName;
  /** What then stands in the table; null: what stood there. */
  readonly says: string | null;
};

declare module 'vitest' {
  interface TaskMeta {
    proof?: Proof;
  }
}

const WITHOUT_QUESTIONS = Object.fromEntries(
  (['gemini', 'opencode', 'goose'] as const).map((agent) => [agent, 'no: its protocol has no questions']),
);

/** What needs tools of the model's, or an agent that can be asked to stop. */
const NEEDS_TOOLS = [
  'resumed_after_kill',
  'tool_question',
  'own_question',
  'blocked',
  'own_blocked',
  'interrupt',
  'canceled',
  'canceled_at_once',
  'runner_killed',
  'protected',
  'injection',
  'idle',
] as const satisfies readonly ProofName[];
/** The page says below the table what that means. */
const HAS_NO_TOOLS = '–';

/** No test can be made of it. */
export const CANNOT: Partial<Record<ProofName, Partial<Record<AgentName, string>>>> = {
  ...Object.fromEntries(NEEDS_TOOLS.map((proof) => [proof, { aider: HAS_NO_TOOLS }])),
  own_question: { ...WITHOUT_QUESTIONS, aider: HAS_NO_TOOLS },
  own_blocked: { ...WITHOUT_QUESTIONS, aider: HAS_NO_TOOLS },
  'rate limit of a key': Object.fromEntries(
    (['gemini', 'opencode', 'goose', 'aider'] as const).map((agent) => [agent, 'as above']),
  ),
};

/**
 * The options of the test that proves it.
 *
 * @param says what stands in the table where it passes; null: what stood there, since the test saw only a part of it
 */
export function proves(
  agent: AgentName,
  of: ProofName,
  says: string | null = 'yes',
): { readonly meta: { readonly proof: Proof } } {
  return { meta: { proof: { agent, of, says } } };
}
