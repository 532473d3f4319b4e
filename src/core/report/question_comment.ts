import type { QuestionView } from '../../protocol/questions.ts';
import { fence } from '../text/fence.ts';
import { questionOutcome } from '../text/question_outcome.ts';
import { details } from './details.ts';
import { headingsLowered } from './headings_lowered.ts';
import { inlineText } from './inline_text.ts';
import { mention, workPlace } from './links.ts';
import { neutralise } from './neutralise.ts';
import { othersText } from './others_text.ts';
import { keyList, planTasks, tasksIn } from './progress.ts';
import { optionList, unansweredText } from './question_options.ts';
import { askersOf, type QuestionReport, standingOf } from './question_report.ts';
import { shorten, UNMARKED_TEXT_LIMIT } from './shorten.ts';
import { withoutBoxes } from './without_boxes.ts';

const ASKERS_SHOWN = 5;
const TITLE_LIMIT = 100;
const FIRST_LINE_LIMIT = 1_000;
const TEXT_LIMIT = 8_000;
const ANSWER_LIMIT = 300;

/** The comment of a question, without its hidden marker: what is asked, the options to be ticked, and how else to answer, or what became of it. */
export function questionComment(of: QuestionReport): string {
  const question = standingOf(of);
  const parts = [
    `${headline(of, question)}${asking(of, question)}`,
    optionList(question),
    question.state === 'open' ? [...passedOn(of), howToAnswer(of, question)].join('\n') : '',
  ].filter((part) => part !== '');
  const text = parts.join('\n\n');
  const below = detailsOf(of, UNMARKED_TEXT_LIMIT - text.length);
  return below === '' ? text : `${text}\n\n${below}`;
}

/** Of a settled question what became of it, for who sees but the first line. */
function headline(of: QuestionReport, { n, state, answer, answeredBy }: QuestionView): string {
  if (state === 'open') return '';
  const said = { answer: inlineText(answer ?? '', ANSWER_LIMIT), by: inlineText(answeredBy ?? '', TITLE_LIMIT) };
  const outcome = questionOutcome({ name: `Q${n}`, state, ...said });
  return `**${outcome}**${state === 'withdrawn' ? '' : holdsFor(of)}\n\n`;
}

/** Whom it was asked for; to be read also when they are long done. */
function holdsFor(of: QuestionReport): string {
  const keys = askersOf(of);
  if (keys.length === 0) return '';
  return `\nThis holds for ${keyList(keys)}.`;
}

/** Who asks, and what. */
function asking(of: QuestionReport, { n, text }: QuestionView): string {
  const who = askers(of);
  const [first = '', ...rest] = text.trim().split('\n');
  // What begins a list, a fence or the like has to stand on a line of its own.
  if (/^\s*(?:`{3}|~{3}|[#>|]|[-*+][ \t]|\d{1,9}[.)][ \t])/.test(first)) {
    return `**Q${n}** ${who}:\n\n${others(text)}`;
  }
  const more = others(rest.join('\n'));
  return `**Q${n}** ${who}: ${inlineText(first, FIRST_LINE_LIMIT)}${more === '' ? '' : `\n${more}`}`;
}

function others(text: string): string {
  return withoutBoxes(othersText(headingsLowered(text), TEXT_LIMIT));
}

/** `` from `schema` (Migrate the schema, #44) ``, each task with where its work is seen. */
function askers(of: QuestionReport): string {
  const keys = askersOf(of);
  if (keys.length === 0) return 'about the whole plan';
  const { report } = of;
  const names = keys.slice(0, ASKERS_SHOWN).map((key) => {
    const task = report.tasks.find((each) => each.key === key);
    const title = task === undefined || task.title === key ? '' : inlineText(task.title, TITLE_LIMIT);
    const place = task === undefined ? '' : workPlace(task, report.repositoryUrl);
    const about = [title, place].filter((part) => part !== '').join(', ');
    return `\`${key}\`${about === '' ? '' : ` (${about})`}`;
  });
  const left = keys.length - names.length;
  const all = left === 0 ? names : [...names, `${left} more`];
  return `${of.asked.some(({ attempt }) => attempt !== null) ? 'from' : 'about'} ${all.join(' and ')}`;
}

/** Why people are asked although the orchestrator was first. Of tasks that ask the same, those that came later do not know. */
function passedOn({ asked }: QuestionReport): readonly string[] {
  const why = asked.find((question) => question.passedOn !== undefined)?.passedOn;
  return why === undefined ? [] : [inlineText(why, ANSWER_LIMIT)];
}

/** What comes of an answer that is no option. */
const OWN_WORDS: Readonly<Record<QuestionView['source'], string>> = {
  agent: 'An answer in your own words counts too.',
  protected_paths: 'What is to be done instead goes behind the second option: `discard, …`.',
  secret_shapes: 'What is to be done instead goes behind the second option: `discard, …`.',
  no_progress: 'Other words have another attempt made, which is told them.',
  budget: 'Another amount counts too: with `+` it is added, without it is the new budget.',
  approve_before: 'An answer in your own words counts too.',
  approve_after: 'Other words send the work back for another attempt.',
};

function howToAnswer(of: QuestionReport, question: QuestionView): string {
  const { n, options: offered, onlyOptions } = question;
  const reply = `reply \`Q${n} …\` or \`/planwright answer Q${n} …\``;
  const how = offered.length === 0 ? reply : `tick one, or ${reply}`;
  const own =
    offered.length === 0 ? '' : onlyOptions ? ' Only one of these options is taken.' : ` ${OWN_WORDS[question.source]}`;
  const wanted = `Wanted of ${mention(of.report.run.owner)}: ${how}.${own}`;
  return [`${wanted}${unansweredText(question, of.report.now)}`, meanwhile(of)]
    .filter((line) => line !== '')
    .join('\n');
}

function meanwhile(of: QuestionReport): string {
  const keys = askersOf(of);
  if (keys.length === 0) return '';
  const waits = `${keyList(keys)} ${keys.length === 1 ? 'waits' : 'wait'}`;
  const going = tasksIn(planTasks(of.report), 'ready', 'running', 'in_review', 'retrying');
  const others = going.some(({ key, takenBy }) => takenBy === null && !keys.includes(key));
  return others ? `${waits}; the other tasks go on meanwhile.` : `${waits} for it.`;
}

/** What is to be looked at, a change for one. Of secrets' likenesses the question says all. */
function detailsOf({ asked }: QuestionReport, limit: number): string {
  const shown = asked.filter(({ details: text, source }) => text !== null && source !== 'secret_shapes');
  const room = Math.floor(limit / Math.max(1, shown.length)) - DETAILS_OVERHEAD;
  const folded = shown.map(({ task, details: text, source }) => {
    const block = fence(shorten(text ?? '', room), source === 'protected_paths' ? 'diff' : '');
    return details(`What it is about${shown.length > 1 ? `, of \`${task}\`` : ''}`, neutralise(block));
  });
  const all = folded.join('\n\n');
  return all.length <= limit ? all : 'What it is about is too long for a comment.';
}

/** Room for what folds the details, and for a fence. */
const DETAILS_OVERHEAD = 400;
