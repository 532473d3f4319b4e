import type { CheckText } from '../../core/effects/effect.ts';
import { checkOutput } from '../../core/report/check_output.ts';
import type { Annotation } from '../../core/report/places/annotations.ts';
import { isRefusal } from '../clients/github_error.ts';
import { changedPaths } from '../read/compare.ts';
import { digestOf } from './digest.ts';
import type { EffectCall } from './effect_call.ts';

/** Which work is checked: the commit, and the one it is compared with to know what it changed; null: that is not known. */
export type Checked = { readonly commit: string; readonly since: string | null };

/**
 * One check run per name and commit: made, or brought up to date where it says something else. Annotations cannot be taken
 * back, and those of an update are added; so a check run that has any is followed by another, which GitHub then shows. May
 * write checks, and read contents where the check names places.
 *
 * @param replaces only a check run that has this conclusion is brought up to date, and none is made
 */
export async function showCheck(
  call: EffectCall,
  checked: Checked,
  check: CheckText,
  replaces?: CheckText['conclusion'],
): Promise<void> {
  const { named, app: own } = call;
  const { checks } = call.as({ checks: 'write' }).rest;
  const digest = digestOf(check);
  const { data } = await checks.listForRef({ ...named, ref: checked.commit, check_name: check.name, app_id: own.id });
  const known = data.check_runs.find(({ name, app }) => name === check.name && app?.id === own.id);
  if (known?.external_id === digest) return;
  if (replaces !== undefined && known?.conclusion !== replaces) return;
  const changed = check.places.length === 0 ? [] : await pathsOf(call, checked);
  const { title, summary, text, annotations } = checkOutput(check, changed);
  const shown = {
    ...named,
    name: check.name,
    external_id: digest,
    conclusion: check.conclusion,
    output: {
      title,
      summary,
      ...(text === '' ? {} : { text }),
      ...(annotations.length === 0 ? {} : { annotations: annotations.map(asGitHub) }),
    },
    actions: [...check.actions],
  };
  if (known === undefined || known.output.annotations_count > 0) {
    await checks.create({ ...shown, head_sha: checked.commit, status: 'completed' });
  } else await checks.update({ ...shown, check_run_id: known.id, status: 'completed' });
}

/** The paths that the checked work changed; none where GitHub cannot say. */
async function pathsOf(call: EffectCall, { commit, since }: Checked): Promise<readonly string[]> {
  if (since === null) return [];
  try {
    return await changedPaths(call, since, commit);
  } catch (error) {
    if (isRefusal(error, 404, 422)) return [];
    throw error;
  }
}

function asGitHub({ path, line, column, level, message }: Annotation) {
  const columns = column === undefined ? {} : { start_column: column, end_column: column };
  return { path, start_line: line, end_line: line, ...columns, annotation_level: level, message };
}
