import type { AskedQuestion } from '../../../src/protocol/questions.ts';
import type { Attempt } from '../attempt.ts';
import { AttemptInterrupted } from '../attempt_failure.ts';
import { ALLOW, DISCARD } from './consent.ts';

/**
 * Asks a person whether something of the finished work may be, and ends the attempt as blocked: a later one gets the answer.
 *
 * @param whether what is asked, to be read after "asks whether"
 * @throws AttemptInterrupted always; ServiceError where the service does not take the question
 */
export async function askForConsent(
  { questions, control, log }: Pick<Attempt, 'questions' | 'control' | 'log'>,
  asked: Pick<AskedQuestion, 'source' | 'text' | 'details'>,
  whether: string,
): Promise<never> {
  const n = await questions.askForLater({ ...asked, options: [ALLOW, DISCARD], onlyOptions: false });
  const message = `Q${n} asks whether ${whether}`;
  log.line(`planwright: ${message}`);
  control.end({ kind: 'blocked', message }, 'graceful');
  throw new AttemptInterrupted();
}
