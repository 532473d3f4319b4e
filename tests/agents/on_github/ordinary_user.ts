import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The number that systems keep for somebody who owns nothing. */
const NOBODY = 65_534;
const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** Whom the tests can start a runner as that is not root, or why there is nobody. */
export type OrdinaryUser = { readonly id: number | undefined } | { readonly missing: string };

/** Who runs the tests himself, unless he is root: then somebody who owns nothing, where he may read Node and the checkout. */
export function ordinaryUser(): OrdinaryUser {
  if (process.getuid?.() !== 0) return { id: undefined };
  const readable = [realpathSync(process.execPath), MAIN];
  try {
    for (const file of readable) execFileSync('cat', [file], { uid: NOBODY, gid: NOBODY, stdio: 'ignore' });
    return { id: NOBODY };
  } catch {
    return { missing: `user ${NOBODY} may not read ${readable.join(' and ')}` };
  }
}
