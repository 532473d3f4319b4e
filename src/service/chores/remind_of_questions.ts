import { remindQuestion } from '../../core/decide/remind_question.ts';
import { nothing } from '../../core/decision.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { readQuestion } from '../read_question.ts';
import { forEachDue } from './for_each_due.ts';

/** Reminds people, once, of questions without default whose deadline is over. Says whether there may be more of them. */
export function remindOfQuestions(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.questionsToRemind(now, limit),
    (question) =>
      commit(deps, 'remind_question', async (read) => {
        const slice = await readQuestion(read, question);
        return slice === null ? nothing(null) : remindQuestion(slice, { ...surroundings(deps), now });
      }),
  );
}
