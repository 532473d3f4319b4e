import { counted } from '../../core/text/counted.ts';
import { runName } from '../../core/text/run_name.ts';
import { sumOf } from '../../core/usage/usage_sum.ts';
import { commandLine } from '../../protocol/command_line.ts';
import type { TaskResponse } from '../../protocol/operator.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import type { UsageSum } from '../../protocol/usage.ts';
import type { AttemptView } from '../../protocol/views.ts';
import { durationText } from '../../text/duration.ts';
import { printable } from '../terminal/printable.ts';
import { answerWords, openQuestionText, questionText } from './question_line.ts';
import { pricesLines, usageText } from './usage_text.ts';

/** A task with all its attempts, for people. */
export function taskText({ run, task, attempts, questions, pricesAsOf }: TaskResponse): string {
  const lines = [
    `${task.key} of ${runName(run)}: ${task.title}`,
    `${task.state}${task.reason === null ? '' : `: ${task.reason.message}`}`,
    ...(task.failures === 0 ? [] : [`counted failures: ${task.failures} of ${task.failuresAllowed}`]),
    ...(task.waitsFor === null ? [] : [`waits for ${task.waitsFor}`]),
    ...(task.dependencies.length > 0 ? [`after ${task.dependencies.join(', ')}`] : []),
    ...(task.commit !== null ? [`branch ${task.branch} at ${task.commit}`] : []),
    ...(task.mergeCommit !== null ? [`merged by ${task.mergeCommit}`] : []),
    ...Object.entries(task.outputs).map(([name, value]) => `output ${name}: ${value}`),
    ...usageLines(task.usage),
    ...pricesLines([task.usage], pricesAsOf),
    ...questions.flatMap((question) => [`${asked(question)} ${standing(question)}`, ...detailsLines(question)]),
    ...attempts.flatMap(attemptLines),
  ];
  return lines.map((line) => (line.startsWith('  ') ? `  ${printable(line)}` : printable(line))).join('\n');
}

/** What was used, where anything is known of it. */
function usageLines(usage: UsageSum | null): string[] {
  if (usage === null) return [];
  return [`used ${usageText(usage)}`];
}

/** Lines of what is to be looked at for an answer. */
const DETAILS_LINES = 200;

/** What is to be looked at for the answer of an open question, a change for one. Of secrets' likenesses the question says all. */
function detailsLines({ state, source, details }: QuestionView): string[] {
  if (state !== 'open' || source === 'secret_shapes' || details === null) return [];
  const lines = details.split('\n');
  const more = lines.length - DETAILS_LINES;
  return [
    ...lines.slice(0, DETAILS_LINES),
    ...(more > 0 ? [`… ${counted(more, 'more line')}: --json has all`] : []),
  ].map((line) => `  | ${line}`);
}

/** Why the cost of an attempt is not known. */
function unpriced({ usage }: AttemptView): string {
  if (usage === null || usage.costMicros !== null) return '';
  return usage.model === null ? ', for its agent names no model' : `, for there is no price of \`${usage.model}\``;
}

function asked(question: QuestionView): string {
  return question.state === 'open' ? openQuestionText(question) : questionText(question);
}

function standing(question: QuestionView): string {
  const { state, answer, answeredBy } = question;
  switch (state) {
    case 'open':
      return `waits for an answer: ${commandLine(['planwright', ...answerWords(question)])}`;
    case 'answered':
      return `${answeredBy}: ${answer}`;
    case 'expired':
      return `nobody answered in time, the default counts: ${answer}`;
    case 'withdrawn':
      return 'is asked no more';
    default:
      return state satisfies never;
  }
}

function attemptLines(attempt: AttemptView): string[] {
  const took = attempt.endedAt === null ? '' : ` after ${durationText(attempt.endedAt - attempt.leasedAt)}`;
  const who = `${attempt.agent ?? 'command'} on ${attempt.runner}`;
  return [
    `attempt ${attempt.number}: ${attempt.state}${took} (${who})`,
    ...(attempt.message === null ? [] : [`  ${failureText(attempt)}${attempt.message}`]),
    ...attempt.evidence.map((evidence) => {
      const { end } = evidence;
      const how = end.kind === 'exited' ? `exit ${end.exitCode}` : end.kind.replaceAll('_', ' ');
      const shown = `${whenText(evidence)}${commandLine(evidence.argv)}`;
      if (end.kind === 'not_needed') return `  ${evidence.step}: ${shown}: not needed`;
      return `  ${evidence.step}: ${shown}: ${how} in ${durationText(evidence.durationMs)}`;
    }),
    ...(attempt.summary === '' ? [] : [`  ${attempt.summary}`]),
    ...usageLines(attempt.usage === null ? null : sumOf(attempt.usage)).map((line) => `  ${line}${unpriced(attempt)}`),
    ...(attempt.commit === null ? [] : [`  kept at ${attempt.ref}`]),
  ];
}

/** What kind of failure it was, what was being done, and which agent itself failed: `rate_limit, agent, claude: `. */
function failureText({ class: failure, action, failedProvider }: AttemptView): string {
  const parts = [failure, action, failedProvider].filter((part) => part !== null);
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}

/** The rule by which a command was run, as a plan writes it. */
function whenText({ when }: AttemptView['evidence'][number]): string {
  return when === undefined ? '' : `${when.join(', ')} => `;
}
