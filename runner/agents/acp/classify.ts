import type { FailureClass } from '../../../src/protocol/outcome.ts';
import type { AgentFailure } from '../agent_driver.ts';
import type { RpcError } from '../json_rpc.ts';
import { ErrorData } from './messages.ts';

/** What words of errors come to, the first that fits; the status of the model's API often stands among them. */
const BY_WORDS: readonly (readonly [RegExp, FailureClass])[] = [
  [/credit|billing|quota|insufficient|payment required|\b402\b/i, 'budget'],
  [/rate.?limit|usage.?limit|too many requests|resource_exhausted|\b429\b/i, 'rate_limit'],
  [/invalid (?:api )?key|unauthori[sz]ed|unauthenticated|authentication|permission.denied|\b40[13]\b/i, 'auth'],
  [/(?:prompt|context|request).{0,40}(?:too long|too large|exceed)|context (?:window|length)/i, 'context_too_long'],
  [/overloaded|unavailable|timed? ?out|network|connection|stream|server error|\b5\d\d\b/i, 'transient'],
];

/** Why a prompt was answered with an error: by its code, which is the HTTP status at some, and its words. */
export function classifyRpcError({ code, message, data }: RpcError): AgentFailure {
  const { data: known } = ErrorData.safeParse(data ?? {});
  const words = [known?.errorKind, known?.codexErrorInfo, known?.message, message, String(code)];
  const text = words.filter((word) => word !== undefined).join(' ');
  return { class: classOfWords(text) ?? 'agent_error', message: known?.message ?? message };
}

/** Goose ends its turn well and says so in its last words, which are the only sign of a failure. */
const SAYS_THAT_IT_FAILED = /^Ran into this error: ?([\s\S]*)/m;

/** The failure that the last words tell of; null: they tell of none. */
export function classifyLastWords(words: string): AgentFailure | null {
  const message = SAYS_THAT_IT_FAILED.exec(words)?.[1]?.trim();
  return message === undefined ? null : { class: classOfWords(message) ?? 'agent_error', message };
}

function classOfWords(text: string): FailureClass | undefined {
  return BY_WORDS.find(([pattern]) => pattern.test(text))?.[1];
}
