import { AskedQuestion } from '../../../src/protocol/questions.ts';
import { parseDuration } from '../../../src/text/duration.ts';
import type { ToolRequest, ToolResponse } from '../../tools/tool_messages.ts';
import type { Attempt } from '../attempt.ts';
import { type Teller, tellAnswer } from '../tell_answer.ts';

/** What of an attempt a question needs. */
type AskingAttempt = Teller & {
  readonly questions: Pick<Attempt['questions'], 'ask'>;
};

/**
 * Asks a person what an agent or command wants to know by `planwright-tool ask`, and answers what it is told.
 *
 * @throws Error where the question is none, which says what it lacks; ServiceError where the service does not take it
 */
export async function askByTool(
  attempt: AskingAttempt,
  asked: Extract<ToolRequest, { tool: 'ask' }>,
): Promise<ToolResponse> {
  const { questions, log } = attempt;
  const { text, options, onlyOptions, default: fallback, deadline } = asked;
  const read = AskedQuestion.safeParse({
    source: 'agent',
    text,
    options,
    onlyOptions,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(deadline === undefined ? {} : { deadlineMs: deadlineMs(deadline) }),
  });
  if (!read.success) throw new Error(read.error.issues[0]?.message ?? 'that is no question');
  log.line(`planwright: asks: ${text}`);
  const reply = await questions.ask(read.data);
  if (reply.kind === 'not_yet') return { kind: 'stop', message: stopText(reply.n) };
  tellAnswer(attempt, read.data.text, reply);
  return { kind: 'done', text: `${reply.answer}\n` };
}

/** What an agent is told whose question nobody has answered yet. */
function stopText(n: number): string {
  return `Nobody has answered Q${n} yet. Stop now: end your turn without doing anything further. What you did is kept, and you go on from it with the answer in a later turn.`;
}

function deadlineMs(written: string): number {
  const readMs = parseDuration(written);
  if (readMs === undefined) throw new Error(`a deadline is a duration, for example 30m or 2h, not "${written}"`);
  return readMs;
}
