import { Hono } from 'hono';
import {
  CreateRunnerTokenRequest,
  type CreateRunnerTokenResponse,
  type ListRunnerTokensResponse,
  type RevokeRunnerTokenResponse,
} from '../protocol/runner_tokens.ts';
import type { ServiceDependencies } from '../service/dependencies.ts';
import { createRunnerToken } from '../service/runners/create_runner_token.ts';
import { listRunnerTokens } from '../service/runners/list_runner_tokens.ts';
import { revokeRunnerToken } from '../service/runners/revoke_runner_token.ts';
import { validated } from './validated.ts';

/** `/api/v1/runner-tokens`, behind the operator token; see `protocol/runner_tokens.ts`. */
export function runnerTokenApi(deps: ServiceDependencies) {
  return new Hono()
    .get('/', async (context) =>
      context.json<ListRunnerTokensResponse>({ tokens: [...(await listRunnerTokens(deps))] }),
    )
    .post('/', validated('json', CreateRunnerTokenRequest), async (context) => {
      // It is told once; nothing between the service and the operator may keep it.
      context.header('cache-control', 'no-store');
      return context.json<CreateRunnerTokenResponse>(await createRunnerToken(deps, context.req.valid('json')));
    })
    .post('/:name/revoke', async (context) =>
      context.json<RevokeRunnerTokenResponse>({ token: await revokeRunnerToken(deps, context.req.param('name')) }),
    );
}
