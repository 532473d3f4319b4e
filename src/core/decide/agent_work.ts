import type { Work } from '../../protocol/execution_request.ts';
import type { ChosenAgent } from '../agents/choose_agent.ts';
import { answeringParts } from '../prompt/answering_parts.ts';
import { planCorrectionParts, planningParts } from '../prompt/planning_parts.ts';
import { promptParts } from '../prompt/prompt_parts.ts';
import { resumeParts } from '../prompt/resume_parts.ts';
import type { LeaseDetails } from '../slices.ts';
import type { NewAttempt } from './new_attempt.ts';
import { sessionToResume } from './session_to_resume.ts';

/** What an agent is told for its next attempt: from the start, or in the conversation that it goes on with. */
export function agentWork(
  details: LeaseDetails,
  chosen: ChosenAgent,
  { boundary, runner, conversation }: Pick<NewAttempt, 'boundary' | 'runner' | 'conversation'>,
): Work {
  if (details.asked !== null) {
    return { kind: 'agent', ...chosen, prompt: [...answeringParts(details, details.asked, chosen, boundary)] };
  }
  const isPlanning = details.task.kind === 'planning';
  const prompt = isPlanning
    ? planningParts(details, chosen, boundary)
    : promptParts(details, chosen, boundary, conversation);
  const work = { kind: 'agent' as const, ...chosen, prompt: [...prompt] };
  const found = sessionToResume(details.sessions, runner, chosen.provider);
  if (found === null) return work;
  const session = { id: found.session, used: found.used };
  const further = isPlanning ? planCorrectionParts(details, boundary) : resumeParts(details, found.attempt, boundary);
  return { ...work, resume: { session, prompt: [...further] } };
}
