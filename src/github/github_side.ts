import type { GitHubSide } from '../service/ports/github_side.ts';
import { installationOwners } from './app/installation_owners.ts';
import { isReached } from './app/is_reached.ts';
import { createMissedDeliveries } from './app/missed_deliveries.ts';
import { createVerifier } from './app/webhook_verifier.ts';
import { createAuthorization } from './authorization.ts';
import type { AppIdentity } from './clients/app_client.ts';
import type { Clients } from './clients/clients.ts';
import { readDelivery } from './payloads/read_delivery.ts';
import { createPutBack } from './put_back.ts';
import { rememberingRefusals } from './remembering_refusals.ts';
import { createRepositoryReader } from './repository_reader.ts';
import { createShowNow } from './show_now.ts';
import { createTurnAway } from './turn_away.ts';

/** What the service's side of GitHub is made of. */
export type GitHubSideOptions = {
  readonly clients: Clients;
  readonly identity: AppIdentity & { readonly webhookSecret: string };
  /** Logins whose installations count; undefined: that of the App's owner alone. */
  readonly allowedOwners: readonly string[] | undefined;
  readonly deliverySweepMs: number;
};

/**
 * Everything that the service has of GitHub beside the forge. Asks GitHub once who the App is.
 * @throws errors of `github_error.ts` where the App's credentials do not fit or GitHub does not answer
 */
export async function createGitHubSide(options: GitHubSideOptions): Promise<GitHubSide> {
  const { clients, identity, allowedOwners, deliverySweepMs } = options;
  const { app, clock, forScope } = clients;
  const { data } = await app.rest.apps.getAuthenticated();
  if (data === null) throw new TypeError('GitHub does not know the App.');
  const slug = data.slug ?? String(data.id);
  const owner = data.owner !== undefined && 'login' in data.owner ? data.owner.login : (data.owner?.slug ?? '');
  const owners = new Set((allowedOwners ?? [owner]).map((login) => login.toLowerCase()));
  return {
    verify: await createVerifier(identity),
    ...rememberingRefusals(
      {
        authorization: createAuthorization(forScope, { owners, ownerOf: installationOwners(app, clock) }),
        repositories: createRepositoryReader(forScope, (place) => isReached(app, place)),
      },
      clock,
    ),
    turnAway: createTurnAway(forScope, { id: identity.appId, botLogin: `${slug}[bot]` }),
    putBack: createPutBack(forScope),
    showNow: createShowNow(forScope),
    missed: createMissedDeliveries(app),
    readDelivery,
    botLogin: `${slug}[bot]`,
    appSlug: slug,
    deliverySweepMs,
  };
}
