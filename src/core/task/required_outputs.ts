import type { LeaseDetails } from '../slices.ts';
import { awaitsVerification } from './pushed_commits.ts';

/** Which outputs the next attempt has to give: what mends a work need not give again what that had given. */
export function requiredOutputs({ task, findings }: Pick<LeaseDetails, 'task' | 'findings'>): string[] {
  if (awaitsVerification(task)) return [];
  return task.spec.settings.outputs.filter((name) => findings.length === 0 || !Object.hasOwn(task.outputs, name));
}
