import { integrationBranch } from '../../core/branch_names.ts';
import type { EffectAnswer, PullText } from '../../core/effects/effect.ts';
import { taskMarker } from '../../core/report/markers.ts';
import { withTemplate } from '../../core/report/with_template.ts';
import type { ForgeRequest } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { type Pull, pullsFrom } from '../read/pulls.ts';
import { bringUpToDate } from './bring_up_to_date.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { marked } from './marked.ts';
import { pullExists, pullMadeMeanwhile } from './pull_exists.ts';
import { refusalOf } from './refusal.ts';

type PublishTask = Extract<ForgeRequest, { kind: 'publish_task' }>;

/** Opens the pull request of a task, or brings the one that carries its marker up to date. */
export async function publishPull(effect: PublishTask, text: PullText, call: EffectCall): Promise<EffectAnswer> {
  const run = runOf(call);
  const base = integrationBranch(run.branchPrefix);
  const marker = taskMarker(run.id, effect.branch.slice(run.branchPrefix.length + 1));
  const known = await findPull(effect, marker, call);
  const template = await call.pullTemplates(call, run.base);
  const own = marked(text.body, marker);
  const body = template === null ? own : withTemplate(own, template);
  const adopt = async (ours: Pull): Promise<EffectAnswer> => {
    await bringUpToDate(ours, { title: text.title, body }, call);
    return { kind: 'published', pull: ours.number };
  };
  if (known !== undefined) return await adopt(known);
  try {
    const { data } = await call.octokit.rest.pulls.create({
      ...call.named,
      head: effect.branch,
      base,
      title: text.title,
      body,
      draft: false,
    });
    return { kind: 'published', pull: data.number };
  } catch (error) {
    if (!isRefusal(error, 403, 404, 422)) throw error;
    if (/no commits between/i.test(error.said)) return { kind: 'published', pull: null };
    if (pullExists(error)) {
      const made = await pullMadeMeanwhile(call, effect.branch, base);
      return made.body.includes(marker) ? await adopt(made) : foreignPull(effect.branch);
    }
    return refusalOf(error, `open a pull request from \`${effect.branch}\` to \`${base}\``);
  }
}

/**
 * An open one that carries the marker. One that was closed counts while its head is the very commit: it was merged or closed by a
 * person after an answer was lost. Later work gets a new one.
 */
async function findPull({ branch, commit }: PublishTask, marker: string, call: EffectCall): Promise<Pull | undefined> {
  const ours = (await pullsFrom(call, branch, 'all')).filter(({ body }) => body.includes(marker));
  return ours.find(({ open }) => open) ?? ours.find(({ headCommit }) => headCommit === commit);
}

function foreignPull(branch: string): EffectAnswer {
  const message = `There is a pull request from \`${branch}\` that is not Planwright's; close it, then retry the task.`;
  return { kind: 'refused', message };
}
