import type { ServiceDependencies } from '../dependencies.ts';
import { expireQuestion } from '../expire_question.ts';
import { forEachDue } from './for_each_due.ts';

/** Where nobody has answered in time the default counts. Says whether there may be more such questions. */
export function expireQuestions(deps: ServiceDependencies, now: number): Promise<boolean> {
  return forEachDue(
    (limit) => deps.store.due.questionsDue(now, limit),
    (question) => expireQuestion(deps, question, now),
  );
}
