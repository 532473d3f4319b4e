import type { AnsweredQuestion, AskedQuestion } from '../../src/protocol/questions.ts';
import { withoutSecretShapes } from '../../src/text/secret_shapes.ts';
import type { Redaction } from '../redaction.ts';

/**
 * What the task was answered last when it asked the same words in an earlier attempt: a command starts over with each, and an agent may
 * not remember. What an earlier attempt asked comes back without its secrets, as the runner sent it and the service kept it, so that
 * the new words are compared without them too.
 */
export function answeredBefore(
  answers: readonly AnsweredQuestion[],
  { source, text }: Pick<AskedQuestion, 'source' | 'text'>,
  redaction: Pick<Redaction, 'text'>,
): AnsweredQuestion | undefined {
  if (source !== 'agent') return undefined;
  const kept = withoutSecretShapes(redaction.text(text)).trim();
  return answers.findLast((earlier) => earlier.source === source && earlier.text === kept);
}
