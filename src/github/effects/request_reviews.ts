import { isRefusal } from '../clients/github_error.ts';
import type { Pull } from '../read/pulls.ts';
import type { EffectCall } from './effect_call.ts';

/**
 * Asks for reviews those who were not asked yet and have given none: asking again would tell them again. Whoever GitHub does not let
 * be asked (unknown, without access, the author) is left out; the others are asked all the same.
 */
export async function requestReviews(call: EffectCall, pull: Pull, reviewers: readonly string[]): Promise<void> {
  const people = reviewers.filter((name) => !name.includes('/') && !pull.requested.includes(name.toLowerCase()));
  const teams = reviewers
    .filter((name) => name.includes('/'))
    .map((name) => name.slice(name.indexOf('/') + 1))
    .filter((slug) => !pull.requestedTeams.includes(slug.toLowerCase()));
  if (people.length > 0) {
    const reviewed = await reviewersOf(call, pull.number);
    const toAsk = people.filter((name) => !reviewed.has(name.toLowerCase()));
    await askAll(toAsk, (names) => ask(call, pull.number, { reviewers: [...names] }));
  }
  if (teams.length > 0) {
    const withTeams = { ...call, octokit: call.as({ pull_requests: 'write', members: 'read' }) };
    await askAll(teams, (slugs) => ask(withTeams, pull.number, { team_reviewers: [...slugs] }));
  }
}

/** One unknown name makes GitHub refuse all of them: then each is asked alone. */
async function askAll(names: readonly string[], askFor: (names: readonly string[]) => Promise<boolean>): Promise<void> {
  if (names.length === 0 || (await askFor(names)) || names.length === 1) return;
  for (const name of names) await askFor([name]);
}

/** Says false where GitHub does not let them be asked. */
async function ask(
  { octokit, named }: EffectCall,
  pull: number,
  who: { readonly reviewers: string[] } | { readonly team_reviewers: string[] },
): Promise<boolean> {
  try {
    await octokit.rest.pulls.requestReviewers({ ...named, pull_number: pull, ...who });
    return true;
  } catch (error) {
    if (isRefusal(error, 403, 404, 422)) return false;
    throw error;
  }
}

async function reviewersOf({ octokit, named }: EffectCall, pull: number): Promise<ReadonlySet<string>> {
  const { data } = await octokit.rest.pulls.listReviews({ ...named, pull_number: pull, per_page: 100 });
  return new Set(data.flatMap(({ user }) => (user === null ? [] : [user.login.toLowerCase()])));
}
