import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname } from 'node:path';
import { runGitBackend } from '../../git_backend.ts';
import { repositoryFormerlyNamed, repositoryNamed } from '../actions/find.ts';
import { tellRefChanges } from '../actions/ref_changes.ts';
import { ApiError, refused } from '../api_error.ts';
import type { Repository } from '../state.ts';
import { botLogin, type World } from '../world.ts';
import { authenticate, type Caller, hasPermission, seesRepository } from './authenticate.ts';
import { applyBefore } from './faults.ts';
import type { Serving } from './handlers.ts';
import type { GitRequestRecord } from './request_log.ts';

const address = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const mayPush = new Set(['admin', 'maintain', 'write']);

/** Whether the address is one that git asks for. */
export function isGitAddress(path: string): boolean {
  return address.test(path);
}

/** What a request of git asks for, told from its address. */
function readAddress(request: IncomingMessage) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, owner = '', repo = '', service = ''] = address.exec(url.pathname) ?? [];
  const kind = service === 'info/refs' ? 'announce' : service === 'git-receive-pack' ? 'push' : 'fetch';
  const pushing = kind === 'push' || url.searchParams.get('service') === 'git-receive-pack';
  return { owner, repo, service, kind, pushing, query: url.search.slice(1) } as const;
}

/** Serves git to who may: a token reads or pushes by its permissions, anyone reads what is public. */
export async function serveGit(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world } = serving;
  const { owner, repo, kind, pushing, service, query } = readAddress(request);
  const record: GitRequestRecord = { owner, repo, kind, at: world.now(), user: undefined, status: 0 };
  serving.log.gitRequests.push(record);
  const fault = serving.gitFaults.faultOf(record);
  try {
    await applyBefore(fault);
    const repository = repositoryNamed(world, owner, repo) ?? repositoryFormerlyNamed(world, owner, repo);
    const caller = allowedCaller(world, repository, request.headers.authorization, pushing);
    if (repository === undefined) throw refused(404, 'Repository not found.');
    record.user = caller === undefined || caller.kind === 'user' ? caller?.login : botLogin(world.app);
    const mayChangeWorkflows =
      caller?.kind !== 'installation' || hasPermission(caller.permissions, 'workflows', 'write');
    const user = record.user ?? 'anyone';
    const run = () =>
      runGitBackend(request, response, {
        root: dirname(repository.folder),
        path: `/${basename(repository.folder)}/${service}`,
        query,
        user,
        env: { MAY_CHANGE_WORKFLOWS: mayChangeWorkflows ? 'yes' : 'no' },
      });
    const push = async () => {
      await run();
      await tellRefChanges(world, repository, user);
    };
    await (kind === 'push' ? world.alone(repository, push) : run());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const challenge = error.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {};
    response.writeHead(error.status, { 'content-type': 'text/plain', ...challenge });
    response.write(`${error.body.message}`);
  } finally {
    record.status = response.statusCode;
    request.resume();
    if (fault?.kind === 'drop_answer') request.socket.destroy();
    else response.end();
  }
}

/** Who asks, or undefined for anyone; an error for who may not. */
function allowedCaller(
  world: World,
  repository: Repository | undefined,
  header: string | undefined,
  pushing: boolean,
): Caller | undefined {
  if (header === undefined) {
    if (repository !== undefined && !repository.private && !pushing) return undefined;
    throw refused(401, 'Repository not found.');
  }
  const caller = authenticate(world, header);
  if (repository === undefined || !seesRepository(caller, repository)) throw refused(404, 'Repository not found.');
  const allowed =
    caller.kind === 'installation'
      ? hasPermission(caller.permissions, 'contents', pushing ? 'write' : 'read')
      : caller.kind === 'user' &&
        (!pushing || mayPush.has(repository.collaborators.get(caller.login.toLowerCase()) ?? ''));
  if (!allowed) throw refused(403, 'Write access to repository not granted.');
  return caller;
}
