import { noteSession as decideSession } from '../../core/decide/note_session.ts';
import { Refusal } from '../../core/refusal.ts';
import type { SessionRequest, SessionResponse } from '../../protocol/runner_messages.ts';
import { commit } from '../commit.ts';
import type { ServiceDependencies } from '../dependencies.ts';

/**
 * Keeps the conversation of an attempt's agent.
 *
 * @throws Refusal `attempt_not_current`, `impossible_report`
 */
export async function noteSession(deps: ServiceDependencies, request: SessionRequest): Promise<SessionResponse> {
  await commit(deps, 'note_session', async (read) => {
    const slice = await read.startSlice(request.attempt);
    if (slice === null) throw new Refusal('attempt_not_current', 'There is no such attempt.');
    return decideSession(slice, request, deps.clock.now());
  });
  return { stored: true };
}
