import { isRefusal } from '../clients/github_error.ts';
import { type Pull, pullOf } from '../read/pulls.ts';
import type { EffectCall } from './effect_call.ts';

/**
 * Opens a pull request again that was closed without being merged; answers how it stands then. undefined: there is none of that
 * number, or GitHub does not open it again, as where its branch was rewritten meanwhile.
 */
export async function reopenPull({ as, named }: EffectCall, number: number): Promise<Pull | undefined> {
  const { pulls } = as({ pull_requests: 'write' }).rest;
  const at = { ...named, pull_number: number };
  try {
    const known = pullOf((await pulls.get(at)).data);
    if (known.open || known.merged) return known;
    return pullOf((await pulls.update({ ...at, state: 'open' })).data);
  } catch (error) {
    if (isRefusal(error, 403, 404, 422)) return undefined;
    throw error;
  }
}
