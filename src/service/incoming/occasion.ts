import type { Change } from '../../core/changes.ts';
import type { IncomingComment, IncomingEvent, IncomingRepository } from '../../core/incoming/incoming_event.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import { type ParsedSettings, parseSettings } from '../../core/settings/parse_settings.ts';
import { surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import type { DeliveryContext } from './delivery_context.ts';
import { type NamedRepository, nameRepository } from './known_repository.ts';

/** An event in a repository of an installation that counts. */
export type Occasion = DeliveryContext & {
  readonly incoming: IncomingRepository;
  readonly installation: number;
  readonly sender: IncomingEvent['sender'];
  /** The repository as the event names it; stored only together with what somebody with permission did. */
  readonly repository: RepositoryRecord;
  readonly isKnown: boolean;
};

/** By when a comment was written, or a box in it ticked, in epoch milliseconds: GitHub tells the second, also where it sends the webhook late. */
export function saidAt({ receivedAt }: Occasion, { updatedAt }: Pick<IncomingComment, 'updatedAt'>): number {
  return Math.min(receivedAt, updatedAt + 999);
}

/** Looks up the repository anew, for a decision that is about to be committed. */
export function nameAgain(read: SliceReader, { deps, incoming, installation }: Occasion): Promise<NamedRepository> {
  return nameRepository(read, incoming, installation, surroundings(deps));
}

/** What brings the repository's stored names up to date, to go with an authorised change. */
export async function savingNames(occasion: Occasion): Promise<readonly Change[]> {
  return (await nameAgain(occasion.deps.store.read, occasion)).saving;
}

/** The repository's settings as its default branch has them now. */
export async function settingsOf({ github, repository }: Occasion): Promise<ParsedSettings> {
  return parseSettings(await github.repositories.settingsFiles(repository));
}

/** Whether the sender may command here. Bots never may. */
export async function mayCommand({ github, repository, sender }: Occasion, parsed: ParsedSettings): Promise<boolean> {
  if (sender.bot) return false;
  return github.authorization.may(repository, sender.login, parsed.settings.commandPermission);
}
