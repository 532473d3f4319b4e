import type { CheckText } from '../../core/effects/effect.ts';
import { digestOf } from '../digest.ts';
import type { EffectCall } from '../effect_call.ts';

/** One check run per name and commit: made, or brought up to date where it says something else. May write checks. */
export async function showCheck(call: EffectCall, commit: string, check: CheckText): Promise<void> {
  const { named, app: own } = call;
  const { checks } = call.as({ checks: 'write' }).rest;
  const digest = digestOf(check);
  const { data } = await checks.listForRef({ ...named, ref: commit, check_name: check.name, app_id: own.id });
  const known = data.check_runs.find(({ name, app }) => name === check.name && app?.id === own.id);
  if (known?.external_id === digest) return;
  const { title, summary, text } = check;
  const shown = {
    ...named,
    name: check.name,
    external_id: digest,
    conclusion: check.conclusion,
    output: { title, summary, ...(text === '' ? {} : { text }) },
    actions: [...check.actions],
  };
  if (known === undefined) await checks.create({ ...shown, head_sha: commit, status: 'completed' });
  else await checks.update({ ...shown, check_run_id: known.id, status: 'completed' });
}
