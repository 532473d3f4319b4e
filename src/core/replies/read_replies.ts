import { nearest } from '../plan/suggest.ts';
import { beginsWithOption, optionMeant } from '../question/option_meant.ts';
import type { QuestionRecord } from '../question/question_record.ts';
import { isConsent, yesOrNoMeant } from '../question/yes_or_no.ts';
import { putsOff, putsOffNamed } from './deferral.ts';
import { isGreeting } from './mail_lines.ts';
import { namedByQuote } from './names_question.ts';
import { type Passage, passagesOf } from './passages.ts';

/** What a reader of answers needs to know of a question. */
export type AskedInRun = Pick<QuestionRecord, 'n' | 'source' | 'text' | 'options' | 'state'>;

/** The questions that a comment may answer. */
export type ReplyScope = {
  /** All of the run: each can be named. */
  readonly questions: readonly AskedInRun[];
  /** The open ones of what the comment stands below: the only one of them need not be named. */
  readonly open: readonly AskedInRun[];
};

/** Words that were said to a question; `named`: by its number at their beginning, by a quote, or not at all. */
export type Reply = {
  readonly n: number;
  readonly text: string;
  readonly named: 'number' | 'quote' | 'none';
  /** Which words of the comment they are, as `passage.piece`: by the text alone, whatever is asked when it is read. */
  readonly place: string;
  /** The question is named and still open, and the words put an answer off, or talk about it: whoever wrote them is asked back. */
  readonly isPutOff?: true;
};

/** Where words stand that are all that a comment says. */
export const WHOLE_PLACE = '0.0';
/** Answers to more questions than this are not taken of one comment. */
const REPLIES_AT_MOST = 10;

/** What is meant for no question that there is, and is longer, is talk; in UTF-16 code units. */
const ANSWER_LIMIT = 100;

const SAYS_SOMETHING = /[\p{L}\p{N}\p{S}]/u;
/** What parts the number of no question from words that are meant for one; without it they may be about a quarter, unless they are one word, an option, or a yes or no. */
const PARTED = /^[*_`]{0,3}Q\d{1,6}[*_`]{0,3}(?:\s*[:=]|\s+(?:->|→)\s)/i;
const NUMBERED = /^[*_`]{0,3}Q(\d{1,6})[*_`]{0,3}(?:$|\s*[:=]|[.,)](?=\s|$)|\s+(?:[–—-]|->|→)\s|\s)[*_`]{0,3}/i;

/**
 * The answers in a comment that is no command: what begins with `Q3`, what stands below a quote that names a question, as in a mail
 * above it, what begins with an option of the only question that is open, and what is an option of only one of those. Anything else is talk. In linear time.
 */
export function readReplies(comment: string, scope: ReplyScope): readonly Reply[] {
  if (scope.questions.length === 0) return [];
  const passages = passagesOf(comment);
  const replies = passages.flatMap((passage, at) => {
    const said = withoutGreeting(passage.said);
    const numbered = readNumbered(said, scope, at);
    if (numbered.length > 0) return numbered;
    // What stands above the quote of a mail is said to that.
    const isAbove = at === 0 && passage.quoted.length === 0 && passages.slice(1).every(isQuoteAlone);
    const quoted = isAbove ? passages.flatMap((each) => each.quoted) : passage.quoted;
    const named = namedByQuote(quoted, scope.questions);
    if (named !== null) return readBelow(named, { ...passage, said }, scope, at);
    return at === 0 && passage.quoted.length === 0 ? readUnnamed(said.join('\n').trim(), scope) : [];
  });
  return replies.slice(0, REPLIES_AT_MOST);
}

/**
 * `Q3: keep`, for several questions one below another, or as a list; what stands between belongs to the one above. Numbers of no question
 * are read as well while something is open, so that whoever mistypes one is told.
 */
function readNumbered(said: readonly string[], { questions, open }: ReplyScope, at: number): readonly Reply[] {
  const beginning = unlisted(said[0] ?? '');
  const isList = beginning !== said[0]?.trim();
  if (!NUMBERED.test(beginning.slice(0, 40))) return [];
  const pieces: { readonly n: number; readonly lines: string[] }[] = [];
  for (const line of said) {
    const own = isList ? unlisted(line) : line.trim();
    const begin = NUMBERED.exec(own.slice(0, 40));
    if (begin === null) pieces.at(-1)?.lines.push(line);
    else pieces.push({ n: Number(begin[1]), lines: [own.slice(begin[0].length)] });
  }
  const isKnown = (n: number) => questions.some((each) => each.n === n);
  const words = pieces[0]?.lines.join('\n').trim() ?? '';
  const isMeant = PARTED.test(beginning) || pieces.some(({ n }) => isKnown(n)) || isAnswer(words, questions);
  return pieces.flatMap(({ n, lines }, piece) => {
    const text = lines.join('\n').trim();
    if (!SAYS_SOMETHING.test(text) || !(isKnown(n) || (isMeant && open.length > 0))) return [];
    const question = questions.find((each) => each.n === n && each.state === 'open');
    const isPutOff = question !== undefined && !namesOption(question, text) && putsOffNamed(text);
    const place = `${at}.${piece}`;
    return [{ n, text, named: 'number', place, ...(isPutOff ? { isPutOff } : {}) } as const];
  });
}

/** A line without the mark of an item of a list. */
function unlisted(line: string): string {
  return line.trim().replace(/^(?:[-*+]|\d{1,9}[.)])[ \t]+/, '');
}

/** Whether words are nothing but an answer, whatever is asked. Longer ones may be about anything. */
function isAnswer(words: string, questions: ReplyScope['questions']): boolean {
  if (words.length > ANSWER_LIMIT) return false;
  return (
    /^\S+$/.test(words) || isConsent(words) || questions.some(({ options }) => optionMeant(options, words) !== null)
  );
}

function readBelow(n: number, { said, attached }: Passage, { questions }: ReplyScope, at: number): readonly Reply[] {
  const place = `${at}.0`;
  const text = said.join('\n').trim();
  const question = questions.find((each) => each.n === n);
  const options = question?.options ?? [];
  if (text === '') {
    // Markdown shows it as quoted, so that only what is no word of the question counts.
    const below = optionMeant(options, attached.join('\n'));
    return below === null ? [] : [{ n, text: below, named: 'quote', place }];
  }
  if (!SAYS_SOMETHING.test(text)) return [];
  if (putsOff(text) && !(question !== undefined && namesOption(question, text))) return [];
  return [{ n, text, named: 'quote', place }];
}

/** Whether words are an option, stand for one, or begin with one. */
function namesOption(question: AskedInRun, text: string): boolean {
  const { options } = question;
  const isOption = optionMeant(options, text) !== null || beginsWithOption(options, text);
  return isOption || yesOrNoMeant(question, text) !== null;
}

function readUnnamed(text: string, { open }: ReplyScope): readonly Reply[] {
  // A number alone may be said of anything.
  const named = open.filter(({ options }) => !/^\d+$/.test(text) && optionMeant(options, text) !== null);
  const [question, ...others] = open.length === 1 ? open : named;
  if (question === undefined || others.length > 0 || text === '') return [];
  const { n, options } = question;
  const isOption = optionMeant(options, text) !== null || beginsWithOption(options, text);
  const isNearly = /^\p{L}[^\s]{2,}$/u.test(text) && nearest(text, options) !== undefined;
  return isOption || isNearly ? [{ n, text, named: 'none', place: WHOLE_PLACE }] : [];
}

function isQuoteAlone({ said, attached }: Passage): boolean {
  return said.length === 0 && attached.length === 0;
}

function withoutGreeting(said: readonly string[]): readonly string[] {
  const [first = '', ...rest] = said;
  if (!isGreeting(first.trim())) return said;
  const next = rest.findIndex((line) => line.trim() !== '');
  return next === -1 ? [] : rest.slice(next);
}
