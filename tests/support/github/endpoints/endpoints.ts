import type { Endpoint } from '../http/endpoint.ts';
import type { Serving } from '../http/handlers.ts';
import { appEndpoints } from './app.ts';
import { appWebhookEndpoints } from './app_webhooks.ts';
import { checkEndpoints } from './checks.ts';
import { commentEndpoints } from './comments.ts';
import { commitEndpoints } from './commits.ts';
import { issueEndpoints, relationEndpoints } from './issues.ts';
import { labelEndpoints } from './labels.ts';
import { pullEndpoints } from './pulls.ts';
import { rateLimitEndpoint } from './rate_limit.ts';
import { reactionEndpoints } from './reactions.ts';
import { refEndpoints } from './refs.ts';
import { repositoryEndpoints } from './repositories.ts';

/** All endpoints of the REST API. */
export function endpointsOf(serving: Serving, secret: { value: string }): readonly Endpoint[] {
  return [
    ...appEndpoints,
    ...appWebhookEndpoints(secret),
    ...repositoryEndpoints,
    ...refEndpoints,
    ...commitEndpoints,
    ...pullEndpoints,
    ...issueEndpoints,
    ...relationEndpoints,
    ...commentEndpoints,
    ...labelEndpoints,
    ...reactionEndpoints,
    ...checkEndpoints,
    rateLimitEndpoint(serving.rateLimits),
  ];
}
