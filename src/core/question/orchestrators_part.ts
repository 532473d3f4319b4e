import type { QuestionView } from '../../protocol/questions.ts';
import type { QuestionRecord } from './question_record.ts';

/** How the remark begins that the orchestrator has answered a question; its number follows. */
export const ORCHESTRATOR_ANSWERED = 'The orchestrator answered';

/** What people see of the orchestrator's part in a question; what is not so is absent. */
export function orchestratorsPart({
  state,
  answering,
  overruled,
}: Pick<QuestionRecord, 'state' | 'answering' | 'overruled'>): Pick<QuestionView, 'isWithOrchestrator' | 'overruled'> {
  return {
    ...(state === 'open' && answering !== null ? { isWithOrchestrator: true } : {}),
    ...(overruled === null ? {} : { overruled }),
  };
}
