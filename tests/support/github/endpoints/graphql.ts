import { type HttpHandler, http } from 'msw';
import { isPull } from '../actions/find.ts';
import { setDraft } from '../actions/pulls.ts';
import { authenticate, type Caller, hasPermission, seesRepository } from '../http/authenticate.ts';
import type { Answer } from '../http/endpoint.ts';
import { answered, type Serving } from '../http/handlers.ts';
import type { RequestRecord } from '../http/request_log.ts';
import type { Pull } from '../render/pull.ts';
import type { Repository } from '../state.ts';
import { botLogin, nodeId, type World } from '../world.ts';
import { failed } from './graphql_answer.ts';
import { blame } from './graphql_blame.ts';
import { createCommitOnBranch } from './graphql_commit.ts';
import { updateRefs } from './graphql_refs.ts';

type Question = { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> };

const mutation = /\b(markPullRequestReadyForReview|convertPullRequestToDraft|updateRefs|createCommitOnBranch)\b/;

/** The mutations that REST does not have. */
export function createGraphqlHandler(serving: Serving): HttpHandler {
  return http.post('*/api/graphql', async ({ request }) => {
    const question = (await request.clone().json()) as Question;
    const [, name] = mutation.exec(question.query) ?? [];
    const record: RequestRecord = {
      method: 'POST',
      url: request.url,
      template: 'graphql',
      operationId: name === undefined ? 'graphql' : `graphql/${name}`,
      kind: name === undefined ? 'read' : 'write',
      at: serving.world.now(),
      body: question,
      permissions: undefined,
      status: 0,
    };
    return await answered(serving, record, request, async () => {
      const caller = authenticate(serving.world, request.headers.get('authorization'));
      if (caller.kind === 'installation') record.permissions = caller.permissions;
      if (name === undefined && /\bblame\(/.test(question.query)) {
        return await blame(serving.world, caller, question.variables ?? {});
      }
      if (name === undefined) {
        serving.log.unknown.push({ method: 'POST', url: `${request.url} ${question.query}` });
        return failed('UNKNOWN', 'The stand-in does not know this query.');
      }
      if (name === 'updateRefs') return await updateRefs(serving.world, caller, question.variables ?? {});
      if (name === 'createCommitOnBranch') {
        return await createCommitOnBranch(serving.world, caller, question.variables ?? {});
      }
      return await changeDraft(serving.world, caller, name, question);
    });
  });
}

async function changeDraft(world: World, caller: Caller, name: string, question: Question): Promise<Answer> {
  const id = idOf(question);
  const found = pullOfNode(world, id);
  if (found === undefined || !seesRepository(caller, found.repository)) {
    return failed('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  }
  if (caller.kind !== 'installation' || !hasPermission(caller.permissions, 'pull_requests', 'write')) {
    return failed('FORBIDDEN', 'Resource not accessible by integration');
  }
  const { repository, pull } = found;
  const draft = name === 'convertPullRequestToDraft';
  if (draft && !repository.drafts) return failed('UNPROCESSABLE', 'Draft pull requests are not supported.');
  await world.alone(repository, () => setDraft(world, repository, pull, botLogin(world.app), draft));
  const pullRequest = { id, number: pull.number, isDraft: pull.pull.draft, state: pull.state.toUpperCase() };
  return { status: 200, body: { data: { [name]: { pullRequest, clientMutationId: null } } } };
}

/** The pull request's id, however the variables nest it, or as written in the query. */
function idOf({ query, variables }: Question): string {
  const values = Object.values(variables ?? {}).flatMap((value) =>
    typeof value === 'object' && value !== null ? Object.values(value) : [value],
  );
  const written = /pullRequestId:\s*"([^"]+)"/.exec(query)?.[1];
  return written ?? values.find((value): value is string => typeof value === 'string') ?? '';
}

function pullOfNode(world: World, id: string): { repository: Repository; pull: Pull } | undefined {
  for (const repository of world.state.repositories.values()) {
    const pull = [...repository.issues.values()].filter(isPull).find((record) => nodeId('PR', record.id) === id);
    if (pull !== undefined) return { repository, pull };
  }
  return undefined;
}
