import { commandLine } from '../../protocol/command_line.ts';
import type { ConversationEvent } from '../../protocol/conversation.ts';
import type { PromptPart } from '../../protocol/execution_request.ts';
import type { ChosenAgent } from '../agents/choose_agent.ts';
import { conversationText } from '../conversation/conversation_text.ts';
import type { LeaseDetails } from '../slices.ts';
import { mendsMerged } from '../task/mends_merged.ts';
import { answersText } from './answers_text.ts';
import { aboutData, asData, verbatim } from './as_data.ts';
import { earlierText, pushedText } from './earlier_text.ts';
import { findingsText } from './findings_text.ts';
import { ownWordsText } from './own_words_text.ts';
import { protectedText } from './protected_text.ts';
import { returnedText } from './returned_text.ts';
import { roleText } from './role_text.ts';

/** The most of an earlier conversation that a prompt carries, in UTF-16 code units: its end. */
const CONVERSATION_LIMIT = 24_000;

/**
 * The prompt of an agent, in parts that can be read one by one: what to do, why, with what, and how it is judged. What people
 * wrote and other agents said is data.
 *
 * @param boundary a line that nobody can know who wrote any of it
 * @param conversation what the task's agent did and said before, for one that does not remember it
 */
export function promptParts(
  details: LeaseDetails,
  { agent, role }: Pick<ChosenAgent, 'agent' | 'role'>,
  boundary: string,
  conversation: readonly ConversationEvent[] = [],
): readonly PromptPart[] {
  const parts: (PromptPart | null)[] = [
    { title: 'Your role', text: roleText(role, agent, details.agents) },
    { title: 'Your task', text: taskText(details, boundary) },
    optional('Criteria', criteriaText(details, boundary)),
    optional('Context of the plan', asData(details.context, boundary)),
    optional('What the tasks before yours produced', dependencyText(details, boundary)),
    optional('What people pushed', pushedText(details)),
    optional('What a person did', returnedText(details, boundary)),
    optional('What reviews and checks found', findingsText(details, boundary)),
    optional('What a person wants now', ownWordsText(details, boundary)),
    optional('Answers to your questions', answersText(details.answers, boundary)),
    optional('What was done and said before', asData(conversationText(conversation, CONVERSATION_LIMIT), boundary)),
    optional('What went wrong before', earlierText(details, boundary)),
    { title: 'How your work is taken', text: rules(details, boundary) },
    { title: 'What is protected', text: protectedText(details, boundary) },
  ];
  return parts.filter((part) => part !== null);
}

function optional(title: string, text: string): PromptPart | null {
  return text === '' ? null : { title, text };
}

function taskText({ task, run }: LeaseDetails, boundary: string): string {
  const { title, instructions } = task.spec;
  const files = task.spec.settings.files;
  const about =
    files.length === 0 ? [] : [`It is about the files that these name:\n${verbatim(files.join('\n'), boundary)}`];
  const head = `You do the task \`${task.key}\`. ${aboutData(boundary)}`;
  const plan = `The plan that it belongs to is called:\n${asData(run.name, boundary)}`;
  return [head, asData(`${title}\n\n${instructions.trim()}`, boundary), ...about, plan].join('\n\n');
}

function criteriaText({ task }: LeaseDetails, boundary: string): string {
  const criteria = task.spec.criteria.map(({ done, text }) => `- [${done ? 'x' : ' '}] ${text}`).join('\n');
  return asData(criteria, boundary);
}

function dependencyText({ dependencies }: LeaseDetails, boundary: string): string {
  return dependencies
    .map(({ task, state, title, summary, outputs }) => {
      const given = Object.entries(outputs).map(([name, value]) => `output ${name}:\n${verbatim(value, boundary)}`);
      return [`### ${task} (${state})`, asData(`${title}\n\n${summary}`, boundary), ...given].join('\n');
    })
    .join('\n\n');
}

function rules(details: LeaseDetails, boundary: string): string {
  const { task } = details;
  const { verify, verifyByPath = [], outputs, allowNoChange } = task.spec.settings;
  const lines = [
    'Work in the current folder. What you leave there is committed for you when you end; do not push.',
    'Commit smaller steps with `planwright-tool commit MESSAGE`, report progress with `planwright-tool progress TEXT`, see the whole plan with `planwright-tool plan`.',
  ];
  lines.push(
    'Ask a person only what you cannot find out or decide by yourself: `planwright-tool ask QUESTION --option A --option B`, or the tool `ask`. Told to stop, end your turn at once: you get the answer in a later one.',
  );
  if (outputs.length > 0)
    lines.push(
      `Give these outputs with \`planwright-tool output NAME VALUE\`:\n${verbatim(outputs.join('\n'), boundary)}`,
    );
  if (verify.length > 0) {
    const commands = verbatim(verify.map(commandLine).join('\n'), boundary);
    lines.push(
      `Afterwards this is run out of your reach, line by line; the task is done only when all of it succeeds:\n${commands}`,
    );
  }
  for (const { when, argv } of verifyByPath) {
    const [globs, command] = [verbatim(when.join('\n'), boundary), verbatim(commandLine(argv), boundary)];
    lines.push(
      `Where a file changed that these name:\n${globs}\n\nthis is run as well, and has to succeed:\n${command}`,
    );
  }
  if (mendsMerged(details))
    lines.push('Your work so far is merged. Where you change nothing, a person is asked what is to be done.');
  else if (!allowNoChange) lines.push('Ending without a change and without an output counts as a failure.');
  return lines.map((line) => `- ${line}`).join('\n');
}
