import { getResponse, type HttpHandler, HttpResponse, http } from 'msw';
import { repositoryFormerlyNamed, repositoryNamed } from '../actions/find.ts';
import { ApiError, notAccessible, notFound, refused } from '../api_error.ts';
import { checkRequest, operationNamed } from '../openapi/check_request.ts';
import type { Access, Repository } from '../state.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { apiUrl, botLogin, type World } from '../world.ts';
import { authenticate, type Caller, hasPermission, seesRepository } from './authenticate.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import { applyBefore, type Faults } from './faults.ts';
import { logStore } from './log_store.ts';
import { type RateLimits, rateHeaders } from './rate_limits.ts';
import type { GitRequestRecord, RequestLog, RequestRecord } from './request_log.ts';

/** What all handlers share. */
export type Serving = {
  readonly world: World;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly gitFaults: Faults<GitRequestRecord>;
  readonly log: RequestLog;
  readonly rateLimits: RateLimits;
};

/** Handlers for msw: all endpoints, addresses of repositories by id, and a 404 that is remembered for the rest. */
export function createHandlers(serving: Serving, endpoints: readonly Endpoint[], graphql: HttpHandler): HttpHandler[] {
  const named = [...endpoints.toSorted(moreSpecificFirst).map((endpoint) => handlerOf(serving, endpoint)), graphql];
  const byId = http.all(/\/api\/v3\/repositories\/\d+/, async ({ request }) => {
    const url = new URL(request.url);
    const [, prefix = '', id = '', rest = ''] = /^(.*\/api\/v3)\/repositories\/(\d+)(.*)$/.exec(url.pathname) ?? [];
    const repository = serving.world.state.repositories.get(Number(id));
    if (repository === undefined) return HttpResponse.json({ message: 'Not Found' }, { status: 404 });
    url.pathname = `${prefix}/repos/${repository.owner}/${repository.name}${rest}`;
    return await getResponse([...named, unknown], new Request(url, request));
  });
  const unknown = http.all('*/api/*', ({ request }) => {
    serving.log.unknown.push({ method: request.method, url: request.url });
    return HttpResponse.json({ message: 'Not Found' }, { status: 404 });
  });
  return [byId, ...named, logStore(serving.world), unknown];
}

/** Parameters that hold slashes swallow what stands behind them, so they come last. */
const withSlashes = /\{(ref|path|basehead|branch)\}/;

function moreSpecificFirst(a: Endpoint, b: Endpoint): number {
  const open = ({ id }: Endpoint) => (operationNamed(id).path.match(/\{\w+\}/g)?.length ?? 0) * 2;
  const tail = ({ id }: Endpoint) => (withSlashes.test(operationNamed(id).path.split('/').at(-1) ?? '') ? 1 : 0);
  return tail(a) - tail(b) || open(a) - open(b);
}

function handlerOf(serving: Serving, endpoint: Endpoint): HttpHandler {
  const operation = operationNamed(endpoint.id);
  const pattern = operation.path.replace(/\{(\w+)\}/g, (whole, name) =>
    withSlashes.test(whole) ? `:${name}+` : `:${name}`,
  );
  const path = pattern.replace('contents/:path+', 'contents/:path*');
  return http[operation.method](`*/api/v3${path}`, async ({ request, params }) => {
    const text = await request.clone().text();
    const record: RequestRecord = {
      method: request.method,
      url: request.url,
      template: operation.path,
      operationId: endpoint.id,
      kind: endpoint.kind === 'repository' && request.method !== 'GET' ? 'write' : 'read',
      at: serving.world.now(),
      body: text === '' ? undefined : parsed(text),
      permissions: undefined,
      status: 0,
    };
    return await answered(serving, record, request, () =>
      act(serving, endpoint, record, request, pathParameters(operation.path, params)),
    );
  });
}

/** Runs a request with its faults, and remembers how it ended. */
export async function answered(
  serving: Serving,
  record: RequestRecord,
  request: Request,
  run: () => Promise<Answer>,
): Promise<Response> {
  serving.log.requests.push(record);
  const fault = serving.faults.faultOf(record);
  const answer: Answer = await applyBefore(fault)
    .then(run)
    .catch((error: unknown) => {
      if (error instanceof ApiError) return { status: error.status, body: error.body, headers: error.headers };
      throw error;
    });
  if (fault?.kind === 'drop_answer') return HttpResponse.error();
  record.status = answer.status;
  const headers = {
    ...rateHeaders(serving.rateLimits, serving.world, request.headers.get('authorization')),
    // By this clients set their clock where a JWT is refused for its times.
    date: new Date(serving.world.now()).toUTCString(),
    'x-github-media-type': 'github.v3; format=json',
    ...answer.headers,
  };
  if (answer.text !== undefined) return new Response(answer.text, { status: answer.status, headers });
  if (answer.status === 204 || answer.body === undefined) return new Response(null, { status: answer.status, headers });
  return Response.json(answer.body, { status: answer.status, headers });
}

async function act(
  serving: Serving,
  endpoint: Endpoint,
  record: RequestRecord,
  request: Request,
  path: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { world, webhooks, log } = serving;
  const url = new URL(request.url);
  const caller: Caller = isPublic(endpoint)
    ? { kind: 'app' }
    : authenticate(world, request.headers.get('authorization'));
  if (caller.kind === 'installation') record.permissions = caller.permissions;
  const problems = checkRequest(endpoint.id, { path, query: url.searchParams, body: record.body });
  if (problems.length > 0) {
    log.violations.push({ operationId: endpoint.id, problems, url: request.url });
    throw new ApiError(422, { message: 'Invalid request.', errors: problems });
  }
  const actor = botLogin(world.app);
  const accept = request.headers.get('accept') ?? '';
  const authorization = request.headers.get('authorization') ?? '';
  const query = url.searchParams;
  const call = { world, webhooks, path, query, body: record.body, caller, actor, url, accept, authorization };
  if (endpoint.kind === 'app') {
    if (caller.kind !== 'app') throw refused(401, 'A JSON web token could not be decoded');
    return await endpoint.act(call);
  }
  if (caller.kind !== 'installation') throw refused(401, 'Bad credentials');
  if (endpoint.kind !== 'repository') return await endpoint.act(call);
  const repository = reachedRepository(world, caller, request, path);
  const allowed = endpoint.needs.some((need) => {
    const [name = '', access = ''] = need.split(':');
    return hasPermission(caller.permissions, name, access as Access);
  });
  // What is public everybody reads; only what the installation reaches is written.
  const isOfOthers = !seesRepository(caller, repository);
  if (!allowed || (isOfOthers && record.kind === 'write')) throw notAccessible();
  const work = async () => await endpoint.act({ ...call, repository });
  return record.kind === 'write' ? await world.alone(repository, work) : await work();
}

/** Whoever has the code of a manifest needs nothing else. */
function isPublic({ id }: Endpoint): boolean {
  return id === 'apps/create-from-manifest';
}

/** The repository of the address: a former name redirects, a private one that the token does not reach is not found. */
function reachedRepository(
  world: World,
  caller: Caller,
  request: Request,
  { owner = '', repo = '' }: Readonly<Record<string, string>>,
): Repository {
  const present = repositoryNamed(world, owner, repo);
  const repository = present ?? repositoryFormerlyNamed(world, owner, repo);
  if (repository === undefined || (repository.private && !seesRepository(caller, repository))) throw notFound();
  if (present !== undefined) return present;
  const { pathname, search } = new URL(request.url);
  const [, rest = ''] = /\/repos\/[^/]+\/[^/]+(.*)$/.exec(pathname) ?? [];
  const location = `${apiUrl(world)}/repositories/${repository.id}${rest}${search}`;
  const status = request.method === 'GET' ? 301 : 307;
  const message = status === 301 ? 'Moved Permanently' : 'Temporary Redirect';
  throw new ApiError(status, { message, url: location }, { location });
}

function pathParameters(template: string, params: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, `${params[name] ?? ''}`]));
}

/** What is no JSON stays a text, which no description of a body allows. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
