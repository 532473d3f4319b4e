import { type ApiError, readApiError } from './api_error.ts';

/** What a line of Aider's output tells. */
export type Line =
  /** The model has answered: tokens of one answer. */
  | { readonly kind: 'answered'; readonly sent: number; readonly cached: number; readonly received: number }
  /** What this run has cost so far, in US dollars. */
  | { readonly kind: 'cost'; readonly session: number }
  | { readonly kind: 'edited'; readonly path: string }
  | { readonly kind: 'error'; readonly error: ApiError }
  | { readonly kind: 'retry' }
  /** The model said nothing. */
  | { readonly kind: 'empty' }
  /** The conversation does not fit into the model any more. */
  | { readonly kind: 'exhausted'; readonly text: string }
  /** It was the answer that was too long. */
  | { readonly kind: 'answer_too_long' }
  /** What the model answered could not be understood as edits. */
  | { readonly kind: 'not_understood' }
  /** It asked for better ones as often as it does. */
  | { readonly kind: 'gave_up'; readonly text: string }
  /** Of its own, to nobody. */
  | { readonly kind: 'notice' }
  /** The model's, or what is not known here. */
  | { readonly kind: 'words'; readonly text: string };

const TOKENS = /^Tokens: ([\d.]+k?) sent(?:, [\d.]+k? cache write)?(?:, ([\d.]+k?) cache hit)?, ([\d.]+k?) received\./;
const COST = /\bCost: \$[\d.]+ message, \$([\d.]+) session\.$/;
const EDITED = /^Applied edit to (.+)$/;
/** What it says of itself before and between answers. */
const NOTICE =
  /^(?:Aider v\d|(?:Main |Weak |Editor )?[Mm]odel: |Git repo: |Repo-map: |Added .+ to the chat|Restored previous conversation|Creating empty file |The API provider |Cur working dir: |Git working dir: |https:\/\/aider\.chat\/)/;

/** Reads one; a line may tell two things. */
export function readLine(text: string): readonly Line[] {
  const tokens = TOKENS.exec(text);
  const cost = COST.exec(text);
  // What was written to the model's cache is among what was sent already.
  if (tokens !== null || cost !== null) {
    return [
      ...(tokens === null ? [] : [answered(tokens)]),
      ...(cost === null ? [] : [{ kind: 'cost', session: Number(cost[1]) } as const]),
    ];
  }
  return [single(text)];
}

function single(text: string): Line {
  const edited = EDITED.exec(text);
  if (edited?.[1] !== undefined) return { kind: 'edited', path: edited[1] };
  const error = readApiError(text);
  if (error !== null) return { kind: 'error', error };
  if (/^Retrying in [\d.]+ seconds\.\.\.$/.test(text)) return { kind: 'retry' };
  if (text.startsWith('Empty response received from LLM.')) return { kind: 'empty' };
  if (/^Model .+ has hit a token limit!$/.test(text)) return { kind: 'exhausted', text };
  if (text.endsWith('-- possibly exceeded output limit!')) return { kind: 'answer_too_long' };
  if (text === 'The LLM did not conform to the edit format.') return { kind: 'not_understood' };
  if (/^Only \d+ reflections allowed, stopping\.$/.test(text)) return { kind: 'gave_up', text };
  return NOTICE.test(text) ? { kind: 'notice' } : { kind: 'words', text };
}

function answered([, sent = '', hit = '', received = '']: RegExpExecArray): Line {
  return { kind: 'answered', sent: count(sent), cached: count(hit), received: count(received) };
}

/** `950`, `1.2k` or `12k`: above a thousand it rounds. */
function count(text: string): number {
  return text.endsWith('k') ? Math.round(Number(text.slice(0, -1)) * 1_000) : Number(text);
}
