import { taskHasEnded } from '../../core/task/task_state.ts';
import { taskStanding } from '../../core/text/task_standing.ts';
import type { PromptPart } from '../../protocol/execution_request.ts';
import type { PromptResponse } from '../../protocol/operator.ts';
import { printable } from '../terminal/printable.ts';

/** A prompt with whom it is for, for people. */
export function promptText(prompt: PromptResponse): string {
  const { agent, provider, model, role, routing, resumed, parts } = prompt;
  const by = provider === null || provider === agent ? '' : ` (${provider})`;
  const who = agent === null ? 'the first agent of its runner' : `${agent}${by}`;
  const head = `${whichOf(prompt)}: ${role}, by ${who}${model === null ? '' : `, model ${model}`}. Why: ${routing}.`;
  const conversation =
    resumed === null
      ? []
      : ['Its conversation went on with this:', inWords(resumed), 'Had it been lost, it would have begun with this:'];
  return [head, ...conversation, inWords(parts)].map((text) => linesOf(text)).join('\n\n');
}

function whichOf({ attempt, state }: Pick<PromptResponse, 'attempt' | 'state'>): string {
  if (attempt !== null) return `Attempt ${attempt} was told this`;
  if (!taskHasEnded(state)) return 'The next attempt would be told this, as things stand';
  return `The task ${taskStanding(state)}, so that nobody is told anything more. A further attempt would be told this, as things stand`;
}

function inWords(parts: readonly PromptPart[]): string {
  return parts.map(({ title, text }) => (title === '' ? text : `# ${title}\n\n${text}`)).join('\n\n');
}

/** Whoever wrote it, it does nothing to the terminal. */
function linesOf(text: string): string {
  return text
    .split('\n')
    .map((line) => `${/^ */.exec(line)?.[0] ?? ''}${printable(line)}`)
    .join('\n');
}
