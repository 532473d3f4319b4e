import type { RepositoryRecord } from '../core/records.ts';
import type { RepositoryReader } from '../service/ports/repository_reader.ts';
import type { ClientFor } from './clients/client_for.ts';
import { isRefusal } from './clients/github_error.ts';
import type { Permissions } from './clients/permissions_of.ts';
import type { RepositoryClient } from './clients/repository_client.ts';
import { placeOf, type RepositoryPlace } from './clients/repository_place.ts';
import { underTodaysName } from './clients/under_todays_name.ts';
import { bringersOf } from './read/bringers_of.ts';
import { summaryOfChange } from './read/change_summary.ts';
import { checksOf, failedCheck, requiredChecks } from './read/checks.ts';
import { contains, standing } from './read/compare.ts';
import { issueNow, issuesBelow } from './read/issues.ts';
import { headOf, isIssueOpen, pullStanding } from './read/pull_standing.ts';
import { reviewComments } from './read/review_comments.ts';
import { readSettingsFiles } from './read/settings_files.ts';

/** Reads repositories as they are now. `isReached`: whether the App reaches one. */
export function createRepositoryReader(
  clientFor: ClientFor,
  isReached: (place: RepositoryPlace) => Promise<boolean>,
): RepositoryReader {
  const ask = <Answer>(
    repository: RepositoryRecord,
    permissions: Permissions,
    question: (client: RepositoryClient) => Promise<Answer>,
  ): Promise<Answer> => underTodaysName(clientFor, repository, permissions, question);
  return {
    settingsFiles: (repository) => {
      const permissions = { contents: 'read' } as const;
      return ask(repository, permissions, ({ octokit, named, place }) => {
        const everywhere = clientFor({ installation: place.installation, repository: null, permissions });
        return readSettingsFiles({ octokit, everywhere }, named);
      });
    },
    pull: (repository, number) =>
      ask(repository, { contents: 'read', pull_requests: 'read' }, ({ octokit, named }) =>
        pullStanding(octokit, named, number),
      ),
    issue: (repository, number) => ask(repository, { issues: 'read' }, (client) => issueNow(client, number)),
    issuesBelow: (repository, number) => ask(repository, { issues: 'read' }, (client) => issuesBelow(client, number)),
    isIssueOpen: async (repository, issue) => {
      try {
        return await ask(repository, { issues: 'read' }, ({ octokit, named }) => isIssueOpen(octokit, named, issue));
      } catch (error) {
        // By the repository's name of today: it is the issue that was transferred.
        if (isRefusal(error, 301)) return false;
        throw error;
      }
    },
    contains: (repository, head, ancestor) =>
      ask(repository, { contents: 'read' }, async (client) => contains(await standing(client, ancestor, head))),
    standsAt: (repository, branch, commit) =>
      ask(
        repository,
        { contents: 'read' },
        async ({ octokit, named }) => (await headOf(octokit, named, branch)) === commit,
      ),
    changeSince: (repository, branch, commit) =>
      ask(repository, { contents: 'read' }, async (client) => {
        const head = await headOf(client.octokit, client.named, branch);
        if (head === null || head === commit) return null;
        return { head, summary: await summaryOfChange(client, commit, head) };
      }),
    reviewComments: (repository, pull) =>
      ask(repository, { pull_requests: 'read' }, (client) => reviewComments(client, pull)),
    bringersOf: (repository, place, head) =>
      ask(repository, { contents: 'read' }, (client) => bringersOf(client, place, head)),
    failedCheck: (repository, check) =>
      ask(repository, { checks: 'read', actions: 'read' }, (client) => failedCheck(client, check)),
    checksOf: (repository, commit) => ask(repository, { checks: 'read' }, (client) => checksOf(client, commit)),
    requiredChecks: (repository, branch) =>
      ask(repository, { metadata: 'read', contents: 'read' }, (client) => requiredChecks(client, branch)),
    isReached: (repository) => isReached(placeOf(repository)),
  };
}
