import type { QuestionView } from '../../protocol/questions.ts';
import type { CheckAction, CheckText } from '../effects/effect.ts';
import { inlineText } from './inline_text.ts';
import { mention } from './links.ts';
import { othersText } from './others_text.ts';
import { questionLink } from './question_link.ts';
import type { RunReport } from './run_report.ts';
import { shortenLine } from './shorten.ts';
import { withoutBoxes } from './without_boxes.ts';

const TITLE_LIMIT = 200;
const TEXT_LIMIT = 4_000;
const ANSWER_LIMIT = 300;
/** What GitHub takes for the label and the description of a button, and how many of them. */
const LABEL_LIMIT = 20;
const DESCRIPTION_LIMIT = 40;
const BUTTONS_LIMIT = 3;
/** Questions that the check shows in full; the task's row names all. */
const SHOWN_AT_MOST = 10;

/** The check run of a task that waits for a person: what it asks, with a button for each option where they are few. */
export function questionCheck(report: RunReport, key: string, asked: readonly QuestionView[]): CheckText {
  const [first] = asked;
  const blocks = asked.slice(0, SHOWN_AT_MOST).map((question) => block(report, question));
  const wanted = `Wanted of ${mention(report.run.owner)}: an answer${report.run.issue === null ? '' : ` on #${report.run.issue}`}.`;
  return {
    ...named(key),
    conclusion: 'action_required',
    title: first === undefined ? 'Waits for an answer' : titleOf(`Q${first.n}: ${first.text}`),
    summary: [...blocks, wanted].join('\n\n'),
    actions: first === undefined ? [] : buttons(first),
  };
}

/** The same once the task waits no more. */
export function settledCheck(report: RunReport, key: string, asked: readonly QuestionView[]): CheckText {
  const [first] = asked;
  const lines = asked
    .slice(0, SHOWN_AT_MOST)
    .map((question) => `${questionLink(report, question.n)} ${settled(question)}`);
  return {
    ...named(key),
    conclusion: 'neutral',
    title: first === undefined ? 'Waits no more' : titleOf(`Q${first.n} ${settled(first)}`),
    summary: [...lines, 'What comes of the task is shown at its next commit.'].join('\n\n'),
    actions: [],
  };
}

function named(key: string): Pick<CheckText, 'name' | 'text' | 'places'> {
  return { name: `planwright / ${key}`, text: '', places: [] };
}

function titleOf(text: string): string {
  return shortenLine(text.replace(/\s+/g, ' '), TITLE_LIMIT);
}

function block(report: RunReport, { n, text, options }: QuestionView): string {
  const list = options.map((option) => `- ${inlineText(option, ANSWER_LIMIT)}`).join('\n');
  const about = `**${questionLink(report, n)}**\n\n${withoutBoxes(othersText(text, TEXT_LIMIT))}`;
  return list === '' ? about : `${about}\n\n${list}`;
}

function settled({ state, answer, answeredBy }: QuestionView): string {
  const said = inlineText(answer ?? '', ANSWER_LIMIT);
  switch (state) {
    case 'answered':
      return `was answered by ${inlineText(answeredBy ?? '', ANSWER_LIMIT)}: ${said}`;
    case 'expired':
      return `was answered by nobody in time, so its default counts: ${said}`;
    case 'withdrawn':
    case 'open':
      return 'is asked no more';
    default:
      return state satisfies never;
  }
}

/** `answer:3:1` is the first option of Q3. */
function buttons({ n, options }: QuestionView): readonly CheckAction[] {
  if (options.length > BUTTONS_LIMIT) return [];
  return options.map((option, index) => ({
    label: shortenLine(option.replace(/\s+/g, ' '), LABEL_LIMIT),
    description: shortenLine(`Answers Q${n}: ${option.replace(/\s+/g, ' ')}`, DESCRIPTION_LIMIT),
    identifier: `answer:${n}:${index + 1}`,
  }));
}
