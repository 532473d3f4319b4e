import type { EffectAnswer } from '../../core/effects/effect.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { readRef } from '../read/refs.ts';
import { archived, noBase } from './begin_run.ts';
import type { EffectCall } from './effect_call.ts';

/** Finds the base of which a plan is made. Nothing is written. */
export async function beginPlanning(
  { base: wanted }: Extract<ForgeRequest, { kind: 'begin_planning' }>,
  call: EffectCall,
): Promise<EffectAnswer> {
  const { data: repository } = await call.octokit.rest.repos.get(call.named);
  if (repository.archived) return archived();
  const base = wanted ?? repository.default_branch;
  const commit = await readRef(call, `heads/${base}`);
  return commit === undefined ? noBase(wanted) : { kind: 'begun', base, baseCommit: commit };
}
