import { join } from 'node:path';
import { repositoryNamed } from '../actions/find.ts';
import { installationOf } from '../actions/installations.ts';
import { ensureLabel } from '../actions/labels.ts';
import { commitFiles, type FileChanges, initBare, readRefs, updateRef } from '../git/bare_repository.ts';
import { renderAccount } from '../render/account.ts';
import { signatureOf } from '../render/commit.ts';
import { renderRepository } from '../render/repository.ts';
import type { MergeMethods, Repository, Role } from '../state.ts';
import { renderInstallationBrief } from '../webhooks/envelope.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { addAccount, type World } from '../world.ts';

/** A repository to be. */
export type NewRepository = {
  readonly owner: string;
  readonly name: string;
  /** Default: true. */
  readonly private?: boolean;
  /** Files of the first commit; default: a README. */
  readonly files?: FileChanges;
  /** Default: `main`. */
  readonly defaultBranch?: string;
  /** Default: all three. */
  readonly allow?: Partial<MergeMethods>;
  /** Whether draft pull requests can be had; default: true. */
  readonly drafts?: boolean;
};

/** Makes a repository with one commit. Its owner is an organisation, unless an account says otherwise. */
export async function createRepository(world: World, root: string, wanted: NewRepository): Promise<Repository> {
  const owner = addAccount(world, wanted.owner, 'Organization');
  const id = world.nextId();
  const folder = join(root, `${id}.git`);
  const defaultBranch = wanted.defaultBranch ?? 'main';
  await initBare(folder, defaultBranch);
  const files = wanted.files ?? { 'README.md': `# ${wanted.name}\n` };
  const author = signatureOf(owner.login, world.now());
  const commit = await commitFiles(folder, { parent: undefined, files, message: 'Initial commit', author });
  await updateRef(folder, `refs/heads/${defaultBranch}`, commit, undefined);
  const now = world.now();
  const repository: Repository = {
    id,
    owner: owner.login,
    name: wanted.name,
    private: wanted.private ?? true,
    defaultBranch,
    folder,
    allow: { merge: true, squash: true, rebase: true, ...wanted.allow },
    drafts: wanted.drafts ?? true,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    nextNumber: 1,
    collaborators: new Map(owner.type === 'User' ? [[owner.login.toLowerCase(), 'admin']] : []),
    labels: new Map(),
    issues: new Map(),
    comments: new Map(),
    checkRuns: new Map(),
    below: new Map(),
    blockedBy: new Map(),
    requiredChecks: new Map(),
    ruledChecks: new Map(),
    refs: await readRefs(folder),
  };
  for (const name of ['bug', 'enhancement', 'question']) ensureLabel(world, repository, name);
  world.state.repositories.set(id, repository);
  return repository;
}

/** Gives somebody a role. */
export function addCollaborator(world: World, repository: Repository, login: string, role: Role): void {
  addAccount(world, login, 'User');
  repository.collaborators.set(login.toLowerCase(), role);
}

/** Renames it; the former address redirects. */
export function renameRepository(world: World, repository: Repository, sender: string, name: string): void {
  const from = repository.name;
  moveTo(world, repository, repository.owner, name);
  world.emit('repository', repository, sender, {
    action: 'renamed',
    changes: { repository: { name: { from } } },
  });
}

/** Moves it to another owner; the former address redirects. */
export function transferRepository(
  world: World,
  webhooks: Webhooks,
  repository: Repository,
  sender: string,
  owner: string,
): void {
  const former = installationOf(world, repository.owner);
  const from = renderAccount(world, repository.owner);
  const { login } = addAccount(world, owner, 'Organization');
  moveTo(world, repository, login, repository.name);
  const changes = { owner: { from: from.type === 'Organization' ? { organization: from } : { user: from } } };
  world.emit('repository', repository, sender, { action: 'transferred', changes });
  if (former === undefined || former.suspendedAt !== null || !world.app.events.includes('repository')) return;
  webhooks.send({
    event: 'repository',
    installationId: former.id,
    repositoryId: repository.id,
    payload: {
      action: 'transferred',
      changes,
      repository: renderRepository(world, repository),
      sender: renderAccount(world, sender),
      installation: renderInstallationBrief(former),
    },
  });
}

function moveTo(world: World, repository: Repository, owner: string, name: string): void {
  if (repositoryNamed(world, owner, name) !== undefined) throw new Error(`${owner}/${name} exists already.`);
  world.state.formerNames.set(`${repository.owner}/${repository.name}`.toLowerCase(), repository.id);
  repository.owner = owner;
  repository.name = name;
  world.state.formerNames.delete(`${owner}/${name}`.toLowerCase());
}
