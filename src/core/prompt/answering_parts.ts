import type { PromptPart } from '../../protocol/execution_request.ts';
import type { ChosenAgent } from '../agents/choose_agent.ts';
import type { OrchestratorQuestion, TaskResult } from '../orchestrator_question.ts';
import type { LeaseDetails } from '../slices.ts';
import { answersText } from './answers_text.ts';
import { aboutData, asData, verbatim } from './as_data.ts';
import { roleText } from './role_text.ts';

/** The most of all tasks together that a prompt carries, in UTF-16 code units, and of what one of them said or is told. */
const TASKS_LIMIT = 60_000;
const WORDS_LIMIT = 2_000;
/** The most of what is shown beside the question. */
const DETAILS_IN_PROMPT = 16_000;

/** The names of the outputs by which the orchestrator says what it decided. */
export const ANSWER_OUTPUT = 'answer';
/** See {@link ANSWER_OUTPUT}. */
export const PASS_OUTPUT = 'pass';

/**
 * The prompt of an orchestrator that looks at a question before people are asked: the question, and the whole plan with what came of it
 * so far. What people wrote and agents said is data.
 *
 * @param boundary a line that nobody can know who wrote any of it
 */
export function answeringParts(
  details: LeaseDetails,
  asked: OrchestratorQuestion,
  { agent, role }: Pick<ChosenAgent, 'agent' | 'role'>,
  boundary: string,
): readonly PromptPart[] {
  const parts: readonly PromptPart[] = [
    { title: 'Your role', text: roleText(role, agent, details.agents) },
    { title: 'What is asked', text: questionText(asked, boundary) },
    { title: 'Context of the plan', text: asData(details.context, boundary) },
    { title: 'The tasks of the plan', text: tasksText(asked, boundary) },
    { title: 'What was asked and answered before', text: answersText(asked.answered, boundary) },
    { title: 'How you answer', text: rules(asked) },
  ];
  return parts.filter(({ text }) => text !== '');
}

function questionText({ question, asker }: OrchestratorQuestion, boundary: string): string {
  const { n, text, options, defaultAnswer, details } = question;
  const head = `The agent of the task \`${asker}\` has asked Q${n}. People answer it, unless the plan, the repository and what came of the plan so far settle it: then you do. ${aboutData(boundary)}`;
  const choices = options.map((option, index) => `${index + 1}. ${option}`).join('\n');
  return [
    head,
    asData(text, boundary),
    ...(options.length === 0 ? [] : [`Its options:\n${verbatim(choices, boundary)}`]),
    ...(defaultAnswer === null
      ? []
      : [`What counts where nobody answers in time:\n${verbatim(defaultAnswer, boundary)}`]),
    ...(details === null
      ? []
      : [`What is shown beside it:\n${verbatim(details.slice(0, DETAILS_IN_PROMPT), boundary)}`]),
  ].join('\n\n');
}

/** Each task with what it is to do, how it stands and what it produced; the one that asks whole, whatever becomes of the others. */
function tasksText({ tasks, asker }: OrchestratorQuestion, boundary: string): string {
  const own = tasks.filter(({ key }) => key === asker).map((task) => taskText(task, boundary));
  let left = TASKS_LIMIT - own.join('').length;
  const others: string[] = [];
  for (const task of tasks) {
    if (task.key === asker) continue;
    const whole = taskText(task, boundary);
    const text = whole.length <= left ? whole : `### ${task.key} (${standing(task)})`;
    left -= text.length;
    others.push(text);
  }
  return [...own, ...others].join('\n\n');
}

function taskText(task: TaskResult, boundary: string): string {
  const { key, title, instructions, summary, outputs } = task;
  const given = Object.entries(outputs).map(([name, value]) => `${name}: ${value.slice(0, WORDS_LIMIT)}`);
  return [
    `### ${key} (${standing(task)})`,
    asData(`${title}\n\n${instructions.slice(0, WORDS_LIMIT)}`, boundary),
    ...(summary === '' ? [] : [`Who did it said:\n${asData(summary.slice(0, WORDS_LIMIT), boundary)}`]),
    ...(given.length === 0 ? [] : [`It gave:\n${verbatim(given.join('\n'), boundary)}`]),
  ].join('\n');
}

function standing({ state }: TaskResult): string {
  return state.replaceAll('_', ' ');
}

function rules({ question }: OrchestratorQuestion): string {
  const { options, onlyOptions } = question;
  const how =
    options.length === 0
      ? 'with words that the agent can go on with'
      : onlyOptions
        ? 'with one of its options, by text or number; nothing else is taken'
        : 'with one of its options, by text or number, or with words of your own where none fits';
  return [
    `Answer with \`planwright-tool output ${ANSWER_OUTPUT} ANSWER\`: ${how}.`,
    `Pass it on to people with \`planwright-tool output ${PASS_OUTPUT} REASON\` where only a person can know or allow it (money, access, what users are promised, what cannot be undone), and wherever you would have to guess.`,
    'Look at the repository in the current folder as you need to. What you change there counts for nothing. You cannot ask anybody.',
    'You have a few minutes, and others wait. Then end your turn.',
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}
