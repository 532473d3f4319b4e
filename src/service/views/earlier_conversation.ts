import type { LeaseDetails } from '../../core/slices.ts';
import type { ConversationEvent } from '../../protocol/conversation.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { conversationEnd } from './read_conversation.ts';

/** What a task's agent did and said before, as it is stored: the newest events of its newest attempts, oldest first. */
export async function earlierConversation(
  deps: Pick<ServiceDependencies, 'store'>,
  { recent }: Pick<LeaseDetails, 'recent'>,
): Promise<readonly ConversationEvent[]> {
  const ends = await Promise.all(recent.map(({ id }) => conversationEnd(deps, id)));
  return ends.toReversed().flat();
}
