import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFormerlyNamed, repositoryNamed } from './actions/find.ts';
import { registerApp } from './app_identity.ts';
import { endpointsOf } from './endpoints/endpoints.ts';
import { createGraphqlHandler } from './endpoints/graphql.ts';
import type { GitHub, GitHubOptions } from './github.ts';
import { createFaults } from './http/faults.ts';
import { isGitAddress, serveGit } from './http/git_over_http.ts';
import { createHandlers, type Serving } from './http/handlers.ts';
import { listen } from './http/server.ts';
import { createOwners } from './people/owners.ts';
import { createPeople, type RepositoryName } from './people/people.ts';
import { emptyState, type Repository } from './state.ts';
import { createViews } from './views.ts';
import { emitterOf } from './webhooks/envelope.ts';
import { createWebhooks } from './webhooks/webhooks.ts';
import { addAccount, type World } from './world.ts';

export type { GitHub, GitHubOptions } from './github.ts';
export type { Fault, FaultRule } from './http/faults.ts';
export type { RequestRecord } from './http/request_log.ts';
export type { Pull } from './render/pull.ts';
export type { CheckRun, Comment, Installation, Issue, Repository } from './state.ts';
export { type Delivery, everyNth } from './webhooks/delivery.ts';

/** The first id that is given out. */
const firstId = 1_000;

/** Starts a GitHub with one app and nothing else, on a free port of loopback. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'planwright-github-')));
  const secret = { value: randomBytes(16).toString('hex') };
  const app = registerApp(options);
  const state = emptyState();
  let lastId = firstId;
  let port = 0;
  const now = options.now ?? Date.now;
  const nextId = () => (lastId += 1);
  const webhooks = createWebhooks({
    appId: app.id,
    secret: () => secret.value,
    nextId,
    now,
    mode: options.deliver ?? 'ordered',
  });
  webhooks.url = options.webhookUrl;
  const base: Omit<World, 'emit'> = {
    state,
    app,
    now,
    nextId,
    origin: () => `http://127.0.0.1:${port}`,
    alone: oneByOne(),
    mergeability: options.mergeability ?? 'immediate',
  };
  const world: World = { ...base, emit: emitterOf(base, webhooks) };
  for (const login of options.users ?? []) addAccount(world, login, 'User');
  addAccount(world, app.owner, 'Organization');
  const find = finderOf(world);
  const serving: Serving = {
    world,
    webhooks,
    faults: createFaults(),
    gitFaults: createFaults(),
    log: { requests: [], gitRequests: [], violations: [], unknown: [] },
    rateLimits: new Map(),
  };
  const handlers = createHandlers(serving, endpointsOf(serving, secret), createGraphqlHandler(serving));
  const server = await listen({
    handlers: () => handlers,
    isGit: isGitAddress,
    git: (request, response) => serveGit(serving, request, response),
  });
  port = server.port;

  return {
    ...createPeople(world, find),
    ...createViews(find),
    ...createOwners(world, webhooks, root, find),
    url: `http://127.0.0.1:${port}/api/v3`,
    host: `127.0.0.1:${port}`,
    appId: app.id,
    privateKey: app.privateKey,
    webhookSecret: secret.value,
    slug: app.slug,
    handlers,
    state,
    webhooks,
    faults: serving.faults,
    gitFaults: serving.gitFaults,
    ...serving.log,
    writes: (operationId) =>
      serving.log.requests.filter(
        (request) => request.kind === 'write' && (operationId === undefined || request.operationId === operationId),
      ),
    sendWebhooksTo: (url) => {
      webhooks.url = url;
    },
    settled: webhooks.settled,
    close: async () => {
      await webhooks.settled();
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function finderOf(world: World): (repo: RepositoryName) => Repository {
  return (repo) => {
    if (typeof repo !== 'string') return repo;
    const [owner = '', name = ''] = repo.split('/');
    const found = repositoryNamed(world, owner, name) ?? repositoryFormerlyNamed(world, owner, name);
    if (found === undefined) throw new Error(`There is no repository ${repo}.`);
    return found;
  };
}

/** Work on the same repository waits for what came before it, whether that succeeded or not. */
function oneByOne(): World['alone'] {
  const lines = new Map<number, Promise<unknown>>();
  return (repository, work) => {
    const before = lines.get(repository.id) ?? Promise.resolve();
    const result = before.then(work);
    lines.set(
      repository.id,
      result.catch(() => undefined),
    );
    return result;
  };
}
