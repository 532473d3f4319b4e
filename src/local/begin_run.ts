import { integrationBranch, ownershipRef } from '../core/branch_names.ts';
import type { Effect, EffectAnswer } from '../core/effects/effect.ts';
import type { EffectTarget } from '../service/ports/forge.ts';
import { git } from './git/git_process.ts';
import { branchInTheWay, branchName, readRef, refsBelow, updateRefs } from './git/refs.ts';
import type { RepositoryFolders } from './git/repository_folders.ts';

type BeginRun = Extract<Effect, { kind: 'begin_run' }>;

/**
 * Finds the base and makes the integration branch there, together with the ref that proves whose it is: a repetition
 * after a lost answer finds that ref and is answered the same.
 */
export async function beginRun(
  effect: BeginRun,
  run: Pick<NonNullable<EffectTarget['run']>, 'id'>,
  folders: RepositoryFolders,
): Promise<EffectAnswer> {
  const { commonDir } = folders;
  const ours = await readRef(commonDir, ownershipRef(run.id));
  const found = await findBase(folders, effect.base);
  if (found.kind === 'refused' && ours === undefined) return found;
  const base = found.kind === 'base' ? found.base : (effect.base ?? 'HEAD');
  const prefix = `refs/heads/${effect.branchPrefix}`;
  const integration = `refs/heads/${integrationBranch(effect.branchPrefix)}`;

  const way = await branchInTheWay(commonDir, integration);
  if (way !== undefined) return { kind: 'refused', message: inTheWay(way, integration) };
  if (ours !== undefined) {
    if ((await readRef(commonDir, integration)) === undefined) {
      await updateRefs(commonDir, [{ ref: integration, to: ours, from: undefined }], 'planwright: run begins');
    }
    return { kind: 'begun', base, baseCommit: ours };
  }
  if (found.kind === 'refused') return found;
  if ((await refsBelow(commonDir, [`${prefix}/`])).length > 0) return { kind: 'prefix_taken' };
  const made = await updateRefs(
    commonDir,
    [integration, ownershipRef(run.id)].map((ref) => ({ ref, to: found.commit, from: undefined })),
    'planwright: run begins',
  );
  return made ? { kind: 'begun', base, baseCommit: found.commit } : { kind: 'prefix_taken' };
}

/** Why a branch cannot be made, and what to do. */
export function inTheWay(way: string, ref: string): string {
  const name = branchName(way);
  return `The branch \`${name}\` is in the way of \`${branchName(ref)}\`; rename it (git branch -m ${name} NEW-NAME) and start again.`;
}

type Base = { readonly kind: 'base'; readonly base: string; readonly commit: string };

async function findBase(
  folders: RepositoryFolders,
  wanted: string | null,
): Promise<Base | Extract<EffectAnswer, { kind: 'refused' }>> {
  if (wanted !== null) {
    const commit = await readRef(folders.commonDir, `refs/heads/${wanted}`);
    if (commit !== undefined) return { kind: 'base', base: wanted, commit };
    return {
      kind: 'refused',
      message: `There is no branch \`${wanted}\`; correct \`base:\` in the plan or make the branch.`,
    };
  }
  const head = await git(['symbolic-ref', '--quiet', 'HEAD'], { gitDir: folders.gitDir, expectedExitCodes: [0, 1] });
  const commit = await readRef(folders.gitDir, 'HEAD');
  if (commit === undefined) {
    return { kind: 'refused', message: 'The repository has no commit yet; make a first one, then start again.' };
  }
  const ref = head.exitCode === 0 ? head.stdout.trim() : commit;
  return { kind: 'base', base: branchName(ref), commit };
}
