import { createHash } from 'node:crypto';
import type { ExecutionRequest } from '../../../src/protocol/execution_request.ts';
import type { RunnerFailureClass } from '../../../src/protocol/outcome.ts';
import type { AnsweredQuestion, QuestionSource } from '../../../src/protocol/questions.ts';
import { withoutSecretShapes } from '../../../src/text/secret_shapes.ts';

/** The answer by which a person lets something be. All other words discard it. */
export const ALLOW = 'allow';
/** The answer that says no more than that it is not wanted. */
export const DISCARD = 'discard';

/**
 * What it comes to when work holds what a person has discarded: an agent can do without in its next attempt, and is told; all else
 * would only do the same again.
 */
export function classOfDiscarded({ work }: Pick<ExecutionRequest, 'work'>): RunnerFailureClass {
  return isAgents({ work }) ? 'verification' : 'refused';
}

/** Whether an agent does the work, to whom something can be said. */
export function isAgents({ work }: Pick<ExecutionRequest, 'work'>): boolean {
  return work.kind === 'agent';
}

/** The most of a list that is asked about, in UTF-16 code units; it must be shown whole, since the answer holds for it. */
export const LIST_LIMIT = 32_768;

/**
 * A path as a line of a list has it. What looks like a token is taken out of all that people are asked, so that such a path
 * is known by a digest, whether the line has gone that way already or not.
 */
export function listedPath(path: string | null): string {
  const name = JSON.stringify(path);
  const shown = withoutSecretShapes(name);
  return shown === name ? name : `${shown} sha256:${createHash('sha256').update(name).digest('hex')}`;
}

/** What was answered last for each line of a list. The lines end at the first blank one; what follows is for reading. */
export function consents(
  answers: readonly Pick<AnsweredQuestion, 'source' | 'details' | 'answer'>[],
  source: QuestionSource,
): ReadonlyMap<string, typeof ALLOW | typeof DISCARD> {
  const asked = answers.filter((answered) => answered.source === source);
  return new Map(
    asked.flatMap(({ details, answer }) =>
      linesIn(details ?? '').map((line) => [line, answer === ALLOW ? ALLOW : DISCARD] as const),
    ),
  );
}

function linesIn(details: string): readonly string[] {
  return (details.split('\n\n', 1)[0] ?? '').split('\n').filter((line) => line !== '');
}
