import type { QuestionView } from '../../protocol/questions.ts';
import type { CheckAction, CheckText } from '../effects/effect.ts';
import { neutraliseTitle } from '../text/neutralise_title.ts';
import { questionOutcome } from '../text/question_outcome.ts';
import { answerButton } from './answer_button.ts';
import { checkName } from './check_name.ts';
import { fitSections, type Section } from './fit_sections.ts';
import { inlineText } from './inline_text.ts';
import { mention } from './links.ts';
import { othersText } from './others_text.ts';
import { questionLink } from './question_link.ts';
import type { RunReport } from './run_report.ts';
import { GITHUB_TEXT_LIMIT, shortenLine } from './shorten.ts';
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
/** Worth more than any of the questions. */
const WANTED = SHOWN_AT_MOST + 1;

/**
 * The check run of a task that waits for a person: what it asks, with a button for each option where they are few.
 *
 * @param evidence the check of the work that is asked about; null: it did not pass its verification, or there is none
 */
export function questionCheck(
  report: RunReport,
  key: string,
  asked: readonly QuestionView[],
  evidence: CheckText | null,
): CheckText {
  const [first] = asked;
  const blocks = asked
    .slice(0, SHOWN_AT_MOST)
    .map((question, index) => ({ text: block(report, question), worth: WANTED - 1 - index, whole: true }) as const);
  const wanted = `Wanted of ${mention(report.run.owner)}: an answer${report.run.issue === null ? '' : ` on #${report.run.issue}`}.`;
  return {
    ...named(key, evidence),
    conclusion: 'action_required',
    title: first === undefined ? 'Waits for an answer' : titleOf(`Q${first.n}: ${firstLine(first.text)}`),
    summary: withEvidence([...blocks, { text: wanted, worth: WANTED }], evidence),
    actions: first === undefined ? [] : buttons(first),
  };
}

/** The same once the task waits no more: verified work has its evidence back. */
export function settledCheck(
  report: RunReport,
  key: string,
  asked: readonly QuestionView[],
  evidence: CheckText | null,
): CheckText {
  const [first] = asked;
  const lines = asked.slice(0, SHOWN_AT_MOST).map((question) => settled(questionLink(report, question.n), question));
  if (evidence !== null)
    return { ...evidence, summary: withEvidence([{ text: lines.join('\n\n'), worth: WANTED }], evidence) };
  return {
    ...named(key, null),
    conclusion: 'neutral',
    title: first === undefined ? 'Waits no more' : titleOf(settled(`Q${first.n}`, first)),
    summary: [...lines, 'What comes of the task is shown at its next commit.'].join('\n\n'),
    actions: [],
  };
}

function named(key: string, evidence: CheckText | null): Pick<CheckText, 'name' | 'text' | 'places'> {
  return { name: checkName(key), text: evidence?.text ?? '', places: [] };
}

/** What was asked stays whole, or goes: it was made harmless, and must not be cut after that. */
function withEvidence(asked: readonly Section[], evidence: CheckText | null): string {
  return fitSections([...asked, { text: evidence?.summary ?? '', worth: 0 }], GITHUB_TEXT_LIMIT);
}

function titleOf(text: string): string {
  return shortenLine(neutraliseTitle(text), TITLE_LIMIT);
}

function block(report: RunReport, { n, text, options }: QuestionView): string {
  const list = options.map((option) => `- ${inlineText(option, ANSWER_LIMIT)}`).join('\n');
  const about = `**${questionLink(report, n)}**\n\n${withoutBoxes(othersText(text, TEXT_LIMIT))}`;
  return list === '' ? about : `${about}\n\n${list}`;
}

/** One that is open was of an earlier commit, and is asked of a newer one. */
function settled(name: string, { state, answer, answeredBy }: QuestionView): string {
  if (state === 'open') return `${name} is asked no more of this commit.`;
  const [said, by] = [inlineText(answer ?? '', ANSWER_LIMIT), inlineText(answeredBy ?? '', ANSWER_LIMIT)];
  return questionOutcome({ name, state, answer: said, by });
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

function buttons({ n, options }: QuestionView): readonly CheckAction[] {
  if (options.length > BUTTONS_LIMIT) return [];
  return options.map((option, index) => ({
    label: shortenLine(option.replace(/\s+/g, ' '), LABEL_LIMIT),
    description: shortenLine(`Answers Q${n}: ${option.replace(/\s+/g, ' ')}`, DESCRIPTION_LIMIT),
    identifier: answerButton({ n, option: index + 1 }),
  }));
}
