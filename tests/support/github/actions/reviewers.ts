import { refused } from '../api_error.ts';
import { type Caller, hasPermission } from '../http/authenticate.ts';
import { renderAccount } from '../render/account.ts';
import type { Pull } from '../render/pull.ts';
import type { Repository } from '../state.ts';
import type { World } from '../world.ts';
import { touch } from './find.ts';
import { emitPull } from './pulls.ts';

/** Asks people for a review; 422 for who is no collaborator, or the author. */
export async function requestReviewers(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  logins: readonly string[],
): Promise<void> {
  for (const login of logins) {
    if (login.toLowerCase() === record.author.toLowerCase()) {
      throw refused(422, 'Review cannot be requested from pull request author.');
    }
    if (!repository.collaborators.has(login.toLowerCase())) {
      throw noCollaborator(repository);
    }
  }
  for (const login of logins) {
    if (record.pull.requestedReviewers.includes(login)) continue;
    record.pull.requestedReviewers = [...record.pull.requestedReviewers, login];
    touch(world, record);
    await emitReviewer(world, repository, record, actor, 'review_requested', login);
  }
}

/** Asks teams of the owner for a review; 422 for one that the token does not see, or that is unknown. */
export function requestTeams(
  world: World,
  repository: Repository,
  record: Pull,
  caller: Caller,
  slugs: readonly string[],
): void {
  const sees = caller.kind !== 'installation' || hasPermission(caller.permissions, 'members', 'read');
  for (const slug of slugs) {
    const known = world.state.teams.has(`${repository.owner}/${slug}`.toLowerCase());
    if (!sees || !known) throw noCollaborator(repository);
  }
  const added = slugs.map((slug) => slug.toLowerCase()).filter((slug) => !record.pull.requestedTeams.includes(slug));
  if (added.length === 0) return;
  record.pull.requestedTeams = [...record.pull.requestedTeams, ...added];
  touch(world, record);
}

function noCollaborator({ owner, name }: Repository) {
  return refused(
    422,
    `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${owner}/${name} repository.`,
  );
}

/** Takes the request back. */
export async function removeReviewers(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  logins: readonly string[],
): Promise<void> {
  for (const login of logins) {
    if (!record.pull.requestedReviewers.includes(login)) continue;
    record.pull.requestedReviewers = record.pull.requestedReviewers.filter((other) => other !== login);
    touch(world, record);
    await emitReviewer(world, repository, record, actor, 'review_request_removed', login);
  }
}

async function emitReviewer(
  world: World,
  repository: Repository,
  record: Pull,
  actor: string,
  action: string,
  login: string,
): Promise<void> {
  await emitPull(world, repository, record, actor, action, { requested_reviewer: renderAccount(world, login) });
}
