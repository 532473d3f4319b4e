import type { FailureClass } from '../../src/protocol/outcome.ts';
import type { Fault } from '../support/model/conversation.ts';
import type { AgentName } from './agents.ts';
import type { ProofName } from './report/proofs.ts';

/** How an agent ends when its model fails. */
export type Ending =
  | { readonly kind: 'fails'; readonly class: FailureClass; readonly knowsWhenItEnds?: boolean }
  /** So it does, but only after it has asked again for more than a minute: waited for only where streams are recorded. */
  | { readonly kind: 'fails slowly'; readonly class: FailureClass }
  /** It waits, or asks again, for longer than anybody would; an interruption ends it. */
  | { readonly kind: 'waits' }
  /** It waits as well, and an interruption does not reach it, or cannot be told it: it has to be killed. */
  | { readonly kind: 'waits deaf' };

/** A way for the model to fail. */
export type FaultCase = {
  readonly name: ProofName;
  /** @param resetsAt when a limit ends, in seconds since the Unix epoch */
  readonly fault: (agent: AgentName, resetsAt: number) => Fault;
  readonly credentials?: 'subscription';
  /** Of the agents that make something else of it than of the case before it. */
  readonly endings: Readonly<Partial<Record<AgentName, Ending>>>;
};

const waits: Ending = { kind: 'waits' };
const waitsDeaf: Ending = { kind: 'waits deaf' };

function fails(failure: FailureClass): Ending {
  return { kind: 'fails', class: failure };
}

function failsSlowly(failure: FailureClass): Ending {
  return { kind: 'fails slowly', class: failure };
}

function alike(ending: Ending, but: Partial<Record<AgentName, Ending>> = {}): Readonly<Record<AgentName, Ending>> {
  const real = { claude_code: ending, codex: ending, gemini: ending, opencode: ending, goose: ending };
  return { ...real, aider: ending, ...but };
}

function status(code: number, message: string): FaultCase['fault'] {
  return () => ({ kind: 'status', status: code, message });
}

/** A limit that says when it ends, as each agent's own model says it. */
function limitWithReset(agent: AgentName, resetsAt: number): Fault {
  const limit = { kind: 'status', status: 429, message: 'The usage limit has been reached' } as const;
  switch (agent) {
    case 'claude_code':
      return {
        ...limit,
        headers: {
          'anthropic-ratelimit-unified-status': 'rejected',
          'anthropic-ratelimit-unified-representative-claim': 'five_hour',
          'anthropic-ratelimit-unified-reset': String(resetsAt),
          'retry-after': '3600',
        },
      };
    case 'codex':
      return {
        ...limit,
        type: 'usage_limit_reached',
        details: { plan_type: 'plus', resets_at: resetsAt },
        headers: { 'x-codex-primary-used-percent': '100', 'x-codex-primary-reset-at': String(resetsAt) },
      };
    case 'gemini':
      return {
        ...limit,
        details: { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '3600s' }] },
      };
    case 'opencode':
    case 'goose':
    case 'aider':
      return { ...limit, headers: { 'retry-after': '3600' } };
    default:
      return agent satisfies never;
  }
}

/** A limit of an account that pays by use: its API says when it ends, in headers alone. */
function limitOfKey(_agent: AgentName, resetsAt: number): Fault {
  const until = new Date(resetsAt * 1_000).toISOString();
  return {
    kind: 'status',
    status: 429,
    message: 'Number of requests has exceeded your rate limit',
    headers: {
      'retry-after': '3600',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': until,
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '3600s',
    },
  };
}

/** No money left, as each agent's own model says it. */
function noCredit(agent: AgentName): Fault {
  switch (agent) {
    case 'claude_code':
      return {
        kind: 'status',
        status: 400,
        message: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
      };
    case 'gemini':
      return { kind: 'status', status: 429, message: 'You exceeded your current quota, please check your plan.' };
    case 'codex':
    case 'opencode':
    case 'goose':
    case 'aider':
      return {
        kind: 'status',
        status: 429,
        type: 'insufficient_quota',
        message: 'You exceeded your current quota, please check your plan and billing details.',
      };
    default:
      return agent satisfies never;
  }
}

/** Every way, and what each agent makes of it. */
export const FAULT_CASES: readonly FaultCase[] = [
  {
    name: 'rate limit',
    fault: status(429, 'Rate limit reached, try again later'),
    endings: alike(fails('rate_limit'), { opencode: failsSlowly('rate_limit') }),
  },
  {
    name: 'rate limit that says when it ends',
    fault: limitWithReset,
    credentials: 'subscription',
    endings: alike(waits, {
      claude_code: { kind: 'fails', class: 'rate_limit', knowsWhenItEnds: true },
      codex: { kind: 'fails', class: 'rate_limit', knowsWhenItEnds: true },
      gemini: fails('rate_limit'),
      goose: waitsDeaf,
      aider: fails('rate_limit'),
    }),
  },
  {
    name: 'rate limit of a key',
    fault: limitOfKey,
    endings: { claude_code: fails('rate_limit'), codex: waits },
  },
  { name: 'unknown key', fault: status(401, 'Invalid API key'), endings: alike(fails('auth')) },
  { name: 'no credit', fault: noCredit, endings: alike(fails('budget'), { opencode: failsSlowly('budget') }) },
  { name: 'bad request', fault: status(400, 'No such parameter'), endings: alike(fails('agent_error')) },
  {
    name: 'prompt too long',
    fault: status(400, 'prompt is too long: 210000 tokens > 200000 maximum'),
    endings: alike(fails('context_too_long')),
  },
  {
    name: 'server error',
    fault: status(500, 'The server had an error while processing your request'),
    endings: alike(fails('transient'), { opencode: failsSlowly('transient') }),
  },
  {
    name: 'overloaded',
    fault: status(529, 'Overloaded'),
    endings: alike(fails('transient'), { opencode: failsSlowly('transient') }),
  },
  {
    name: 'stream that says it failed',
    fault: () => ({ kind: 'stream_error', message: 'Overloaded' }),
    endings: alike(fails('transient'), { opencode: failsSlowly('transient') }),
  },
  {
    name: 'stream cut',
    fault: () => ({ kind: 'cut', text: 'Half a sent' }),
    endings: alike(fails('transient'), { opencode: failsSlowly('transient') }),
  },
  {
    name: 'stream stalled',
    fault: () => ({ kind: 'stall', text: 'Half a sent' }),
    endings: alike(waits, { goose: waitsDeaf, aider: waitsDeaf }),
  },
  {
    name: 'silence',
    fault: () => ({ kind: 'silence' }),
    endings: alike(waits, { goose: waitsDeaf, aider: waitsDeaf }),
  },
];

/** The same where nobody listens at the model's address. */
export const NOBODY_LISTENS: Readonly<Record<AgentName, Ending>> = alike(fails('transient'), {
  codex: waits,
  opencode: failsSlowly('transient'),
});
