import { remindQuestion as decideReminder } from '../../core/decide/remind_question.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { readQuestion } from '../read_question.ts';

/** Reminds people of a question without default whose deadline is over by `now`, in epoch milliseconds, once; any other stays as it is. */
export function remindQuestion(deps: ServiceDependencies, question: string, now: number): Promise<null> {
  return commit(deps, 'remind_question', async (read) => {
    const slice = await readQuestion(read, question);
    return slice === null ? nothing(null) : decideReminder(slice, { ...surroundings(deps), now });
  });
}
