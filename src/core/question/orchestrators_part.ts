import type { QuestionView } from '../../protocol/questions.ts';
import type { QuestionRecord } from './question_record.ts';

/** The orchestrator does not look at it, or not any more. */
export function isForPeople({ isWithOrchestrator }: Pick<QuestionView, 'isWithOrchestrator'>): boolean {
  return isWithOrchestrator !== true;
}

/** What people see of the orchestrator's part in a question; what is not so is absent. */
export function orchestratorsPart({
  state,
  answering,
  passedOn,
  overruled,
}: Pick<QuestionRecord, 'state' | 'answering' | 'passedOn' | 'overruled'>): Pick<
  QuestionView,
  'isWithOrchestrator' | 'passedOn' | 'overruled'
> {
  return {
    ...(state === 'open' && answering !== null ? { isWithOrchestrator: true } : {}),
    ...(passedOn === null ? {} : { passedOn }),
    ...(overruled === null ? {} : { overruled }),
  };
}
