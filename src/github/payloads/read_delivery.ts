import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import type { Delivery } from '../../service/ports/deliveries.ts';
import type { ReadBody } from './read_body.ts';
import { readCheckRun } from './read_check_run.ts';
import { readInstallation, readInstallationRepositories } from './read_installation.ts';
import { readIssueComment, readIssues } from './read_issues.ts';
import { readPullRequest } from './read_pull_request.ts';
import { readPush } from './read_push.ts';
import { readIssueDependencies, readSubIssues } from './read_relations.ts';
import { readReview, readReviewThread } from './read_review.ts';
import { Envelope, isBot } from './schema.ts';

/** How the body of each event is read that Planwright acts upon; what is not here is ignored. */
const READERS: Readonly<Record<string, ReadBody>> = {
  issues: readIssues,
  issue_comment: readIssueComment,
  sub_issues: readSubIssues,
  issue_dependencies: readIssueDependencies,
  pull_request: readPullRequest,
  pull_request_review: readReview,
  pull_request_review_thread: readReviewThread,
  push: readPush,
  check_run: readCheckRun,
  installation: readInstallation,
  installation_repositories: readInstallationRepositories,
};

/**
 * Reads a delivery; null where the event is none that Planwright acts upon.
 * @throws SyntaxError or ZodError where the body is not as GitHub describes it
 */
export function readDelivery({ event, body }: Delivery): IncomingEvent | null {
  const read = Object.hasOwn(READERS, event) ? READERS[event] : undefined;
  if (read === undefined) return null;
  const payload: unknown = JSON.parse(body);
  const { action = '', sender, repository, installation } = Envelope.parse(payload);
  return {
    installation: installation?.id ?? null,
    repository:
      repository === undefined
        ? null
        : { id: repository.id, name: repository.full_name, cloneUrl: repository.clone_url },
    sender: { login: sender?.login ?? '', bot: sender === undefined || isBot(sender) },
    body: read(payload, action),
  };
}
