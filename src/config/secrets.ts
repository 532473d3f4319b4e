import type { EnvironmentProblem } from './environment_error.ts';
import { Token } from './variable.ts';

/** Fewer characters are a mistake, whatever stands there. */
const SHORTEST = 4;
/** Fewer can be guessed where many try for long. */
const LONG_ENOUGH = 20;

/** A secret that whoever sets up the service chooses, as it can stand in an `Authorization: Bearer` header. */
export const Secret = Token.min(SHORTEST, `has fewer than ${SHORTEST} characters`);

/** The secrets of a service by the names of their variables; each opens something else. */
export type Secrets = Readonly<
  Partial<Record<'RUNNER_TOKEN' | 'OPERATOR_TOKEN' | 'TICK_SECRET' | 'WEBHOOK_SECRET', string | undefined>>
>;

/** Secrets that serve, but not well: as of `EnvironmentProblem`. */
export type Guessable = Pick<EnvironmentProblem, 'what' | 'mend'>;

/** What is wrong with secrets that are the same: each of those that repeat an earlier one is named, with that one. */
export function repeatedSecrets(secrets: Secrets): readonly EnvironmentProblem[] {
  const given = givenOf(secrets);
  return given.flatMap(([name, secret], index) => {
    const [earlier] = given.slice(0, index).find(([, other]) => other === secret) ?? [];
    if (earlier === undefined) return [];
    const what = `is the same as ${earlier}, so that whoever has one could do what the other is for`;
    return [{ name, what, mend: 'Choose a secret of its own for each, for example by `openssl rand -hex 32`.' }];
  });
}

/** What is said of secrets that could be guessed in the end, and how to mend it; undefined: of none. */
export function guessableSecrets(secrets: Secrets): Guessable | undefined {
  const names = givenOf(secrets).flatMap(([name, secret]) => (secret.length < LONG_ENOUGH ? [name] : []));
  if (names.length === 0) return undefined;
  const what = `fewer than ${LONG_ENOUGH} characters in ${names.join(', ')}, which could be guessed`;
  return { what, mend: 'Choose longer ones where others reach the service, for example by `openssl rand -hex 32`.' };
}

/** The same as a warning of a log, in sentences. */
export function guessableWarning({ what, mend }: Guessable): string {
  return `There are ${what}. ${mend}`;
}

function givenOf(secrets: Secrets): readonly (readonly [string, string])[] {
  return Object.entries(secrets).flatMap(([name, secret = '']) => (secret === '' ? [] : [[name, secret] as const]));
}
