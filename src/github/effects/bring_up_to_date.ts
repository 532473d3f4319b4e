import type { PullText } from '../../core/effects/effect.ts';
import type { Pull } from '../read/pulls.ts';
import { sameText } from './digest.ts';
import type { EffectCall } from './effect_call.ts';

/** Writes a pull request's title and body where they differ; one that is closed is left as it is. */
export async function bringUpToDate(pull: Pull, text: PullText, { octokit, named }: EffectCall): Promise<void> {
  if (!pull.open || (pull.title === text.title && sameText(pull.body, text.body))) return;
  await octokit.rest.pulls.update({ ...named, pull_number: pull.number, title: text.title, body: text.body });
}
