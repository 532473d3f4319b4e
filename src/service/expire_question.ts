import { expireQuestion as decideExpiry } from '../core/decide/answer_question.ts';
import { nothing } from '../core/decision.ts';
import { commit } from './commit.ts';
import { type ServiceDependencies, surroundings } from './dependencies.ts';
import { readQuestion } from './read_question.ts';

/** Lets the default of a question count whose deadline is over by `now`, in epoch milliseconds; any other stays as it is. */
export function expireQuestion(deps: ServiceDependencies, question: string, now: number): Promise<null> {
  return commit(deps, 'expire_question', async (read) => {
    const slice = await readQuestion(read, question);
    return slice === null ? nothing(null) : decideExpiry(slice, { ...surroundings(deps), now });
  });
}
