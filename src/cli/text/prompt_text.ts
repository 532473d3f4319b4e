import type { PromptPart } from '../../protocol/execution_request.ts';
import type { PromptResponse } from '../../protocol/operator.ts';
import { printable } from '../terminal/printable.ts';

/** A prompt with whom it is for, for people. */
export function promptText({ attempt, agent, provider, model, role, routing, resumed, parts }: PromptResponse): string {
  const which =
    attempt === null ? 'The next attempt would be told this, as things stand' : `Attempt ${attempt} was told this`;
  const by = provider === null || provider === agent ? '' : ` (${provider})`;
  const who = agent === null ? 'the first agent of its runner' : `${agent}${by}`;
  const head = `${which}: ${role}, by ${who}${model === null ? '' : `, model ${model}`}. Why: ${routing}.`;
  const conversation =
    resumed === null
      ? []
      : ['Its conversation went on with this:', inWords(resumed), 'Had it been lost, it would have begun with this:'];
  return [head, ...conversation, inWords(parts)].map((text) => linesOf(text)).join('\n\n');
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
