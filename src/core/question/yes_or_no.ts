import type { QuestionSource } from '../../protocol/questions.ts';
import { quoted } from '../plan/read/problems.ts';
import type { QuestionRecord } from './question_record.ts';

type Asked = Pick<QuestionRecord, 'n' | 'source' | 'options' | 'onlyOptions'>;

/** What words of one's own mean where yes or no is asked. */
type OwnWords =
  /** They are a no with what is to be done instead, so that nothing else begins them. */
  | 'no_only'
  /** They send the work back, so that no yes is among them. */
  | 'no_yes'
  /** They have another attempt made, so that no no is among them. */
  | 'no_no'
  | 'any';

/** The questions to which yes is the first option and no the second, with what else is taken. */
const YES_OR_NO: Readonly<Record<QuestionSource, OwnWords | null>> = {
  agent: null,
  budget: null,
  protected_paths: 'no_only',
  secret_shapes: 'no_only',
  no_progress: 'no_no',
  approve_before: 'any',
  approve_after: 'no_yes',
};

const YES =
  /^(?:y|yes|yep|yeah|yup|ja|oui|sí|si|sim|ok|okay|sure(?: thing)?|of course|absolutely|definitely|certainly|agreed|👍|:\+1:|\+1|✅)$/u;
const APPROVAL =
  /^(?:(?:i )?approved?(?: (?:it|this))?|allowed|lgtm|(?:(?:it|this|that|all|everything) )?(?:is )?(?:looks?|looking) (?:good|great|fine|ok|okay)(?: to me)?|(?:(?:it|this|that) is |it's |that's )?(?:fine|good|great|ok|okay)(?: (?:by|with|for) me)?|(?:you (?:may|can) )?(?:merge|ship|allow|accept|start|do)(?: (?:it|this|that))?(?: in)?|go(?: ahead| for it)?|(?:good|ready) to (?:go|merge)|proceed)$/u;
const NO =
  /^(?:n|no|nope|nah|never|nein|non|não|nee|nej|no way|(?:please )?(?:do not|don't)(?: (?:merge|do|allow|start|ship|change|commit))?(?: (?:it|this|that))?|👎|:-1:|-1)$/u;
const COURTESY = /^(?:please|and|then|so) | (?:please|pls|thanks|thank you|thx|then|now|from me|from my side)$/gu;
/** Longer words say something, and are compared no further. */
const CHARACTERS = 400;

/** The option that a yes or a no stands for, where that is asked: `LGTM, merge it` is `approve`. null: the words are neither. */
export function yesOrNoMeant({ source, options }: Pick<Asked, 'source' | 'options'>, said: string): string | null {
  if (YES_OR_NO[source] === null) return null;
  const clauses = clausesOf(said);
  if (clauses.length === 0 || said.length > CHARACTERS) return null;
  if (clauses.every((clause) => isYes(source, clause))) return options[0] ?? null;
  return clauses.every((clause) => NO.test(clause)) ? (options[1] ?? null) : null;
}

/** Whether words are a yes or a no, whatever is asked. */
export function isConsent(said: string): boolean {
  return yesOrNoMeant({ source: 'approve_before', options: ['yes', 'no'] }, said) !== null;
}

/**
 * Why words of one's own are not taken where yes or no is asked: they would do what nobody means who writes them. null: they are
 * taken, or something else says why not.
 */
export function mistakenConsent({ n, source, options, onlyOptions }: Asked, said: string): string | null {
  const [yes = '', no = ''] = options;
  const clauses = clausesOf(said.slice(0, CHARACTERS));
  const begins = (option: string) => startsWith(said, option);
  const own = onlyOptions ? null : YES_OR_NO[source];
  const isRefusal = NO.test(clauses[0] ?? '') || begins(no) || startsWith(said, "don't") || startsWith(said, 'do not');
  switch (own) {
    case null:
    case 'any':
      return null;
    case 'no_only':
      if (isRefusal) return null;
      return `Q${n} takes 1 ${quoted(yes)} or 2 ${quoted(no)}. What is to be done instead goes behind the second option: \`${no}, …\`.`;
    case 'no_yes':
      if (isRefusal || !(begins(yes) || clauses.some((clause) => isYes(source, clause)))) return null;
      return `Q${n} is not answered yet. Did you mean ${quoted(yes)}? Other words send the work back to its agent; say then only what is to change.`;
    case 'no_no':
      if (!isRefusal) return null;
      return `Q${n} is not answered yet. Did you mean ${quoted(no)}? Other words have another attempt made; say then only what it is to do.`;
    default:
      return own satisfies never;
  }
}

/** Of whether to go on, that it looks good is no yes: it may as well be left then. */
function isYes(source: QuestionSource, clause: string): boolean {
  return YES.test(clause) || (source !== 'no_progress' && APPROVAL.test(clause));
}

function startsWith(said: string, words: string): boolean {
  const rest = plain(said).replace(/^[*_`"'“„«‘(\s]+/, '');
  return words !== '' && rest.startsWith(words) && !/^[\p{L}\p{N}]/u.test(rest.slice(words.length));
}

function clausesOf(said: string): readonly string[] {
  return plain(said)
    .split(/[.,;!?\n()]+|:(?=\s)|\s[–—-]+\s|\s+and\s+/u)
    .map((clause) =>
      clause
        .replace(/^[*_`"'“”„«»‘\s]+|[*_`"'“”„«»\s]+$/gu, '')
        .replace(COURTESY, '')
        .trim(),
    )
    .filter((clause) => clause !== '' && !/^(?:please|thanks|thank you|thx|then|@[\w-]+)$/.test(clause));
}

function plain(said: string): string {
  return said
    .trim()
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/[ \t]+/g, ' ');
}
