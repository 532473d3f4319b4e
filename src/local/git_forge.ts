import type { Effect, EffectAnswer } from '../core/effects/effect.ts';
import type { EffectTarget, Forge } from '../service/ports/forge.ts';
import { beginRun } from './begin_run.ts';
import { repositoryFolders } from './git/repository_folders.ts';
import { mergeTask } from './merge_task.ts';
import { publishTask } from './publish_task.ts';

/**
 * The forge of repositories on this machine: effects are refs moved by plain git in the repository itself.
 * No work tree, index or checked-out branch is ever touched, and no hook or configuration of the user's takes part.
 */
export const gitForge: Forge = { send, credential: async () => null };

async function send(effect: Effect, target: EffectTarget): Promise<EffectAnswer> {
  const folders = await repositoryFolders(target.repository.cloneUrl);
  if (folders === undefined) {
    return { kind: 'refused', message: `There is no git repository at ${target.repository.cloneUrl}; was it moved?` };
  }
  switch (effect.kind) {
    case 'begin_run':
      return await beginRun(effect, target, folders);
    case 'publish_task':
      return await publishTask(effect, folders);
    case 'merge_task':
      return await mergeTask(effect, `${target.branchPrefix}/plan`, folders);
    default:
      return effect satisfies never;
  }
}
