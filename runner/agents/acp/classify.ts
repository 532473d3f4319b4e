import type { FailureClass } from '../../../src/protocol/outcome.ts';
import type { AgentFailure } from '../agent_driver.ts';
import { plainWords } from '../failures.ts';
import type { RpcError } from '../json_rpc.ts';
import { ErrorData } from './messages.ts';
import { toldWaitMs } from './told_wait.ts';

/** What words of errors come to, the first that fits; the status of the model's API often stands among them. */
const BY_WORDS: readonly (readonly [RegExp, FailureClass])[] = [
  [/credit|billing|quota|insufficient|payment required|\b402\b/i, 'budget'],
  [/rate.?limit|usage.?limit|too many requests|resource_exhausted|\b429\b/i, 'rate_limit'],
  [/invalid (?:api )?key|unauthori[sz]ed|unauthenticated|authentication|permission.denied|\b40[13]\b/i, 'auth'],
  [
    /(?:prompt|context|request).{0,40}(?:too long|too large|exceed)|context (?:window|length|limit)/i,
    'context_too_long',
  ],
  [/overloaded|unavailable|timed? ?out|network|connect|stream|server (?:had an )?error|\b5\d\d\b/i, 'transient'],
];

/** Why a prompt was answered with an error: by its code, which is the HTTP status at some, and its words. */
export function classifyRpcError({ code, message, data }: RpcError): AgentFailure {
  const { data: known } = ErrorData.safeParse(data ?? {});
  const words = [known?.errorKind, known?.codexErrorInfo, known?.message, message, String(code)];
  const text = words.filter((word) => word !== undefined).join(' ');
  return { ...failureOf(text), message: plainWords(known?.message ?? message) };
}

/** Why a turn ended that did not end well, by the protocol's own reason. */
export function classifyStopReason(reason: string): AgentFailure {
  switch (reason) {
    case 'max_tokens':
      return { class: 'context_too_long', message: "The agent's answer outgrew what its model may write." };
    case 'refusal':
      return { class: 'refused', message: 'The model refused to do it.' };
    default:
      return { class: 'agent_error', message: `The agent ended its turn as ${reason}.` };
  }
}

/** The class by an error's words, and how long it lasts where they say so: a quota that comes back is a limit. */
export function failureOf(text: string): Omit<AgentFailure, 'message'> {
  const found = classifyWords(text);
  const waitMs = toldWaitMs(text);
  const isLimit = found === 'rate_limit' || found === 'budget';
  if (!isLimit || waitMs === undefined) return { class: found };
  return { class: 'rate_limit', limitEnds: { kind: 'after', ms: waitMs } };
}

/** What words of an agent's own about an error come to. */
function classifyWords(text: string): FailureClass {
  return BY_WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'agent_error';
}
