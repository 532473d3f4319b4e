import { privateKeyOf } from './private_key.ts';
import type { Variables } from './read_variables.ts';

/** The variables that name an App. */
export type NamingVariable = 'APP_ID' | 'PRIVATE_KEY' | 'PRIVATE_KEY_PATH' | 'WEBHOOK_SECRET';

/** True where the environment itself names an App, wholly or in part. The file of `planwright setup` then counts for nothing. */
export function namesApp(variables: Variables): boolean {
  return [variables.APP_ID, variables.PRIVATE_KEY, variables.PRIVATE_KEY_PATH, variables.WEBHOOK_SECRET].some(isSet);
}

/** The file that `PRIVATE_KEY_PATH` names, where it counts: `PRIVATE_KEY` goes before it. */
export function privateKeyPath(variables: Variables): string | undefined {
  if (isSet(variables.PRIVATE_KEY) || !isSet(variables.PRIVATE_KEY_PATH)) return undefined;
  return variables.PRIVATE_KEY_PATH?.trim();
}

/**
 * What is missing of an App that is named in part, and what is wrong with the file of its key. An App that is not named at
 * all is no mistake.
 *
 * @param keyFile text of the file at `PRIVATE_KEY_PATH`; undefined where it cannot be read
 */
export function namingProblems(
  variables: Variables,
  keyFile: string | undefined,
): readonly { readonly name: NamingVariable; readonly what: string }[] {
  if (!namesApp(variables)) return [];
  const missing: NamingVariable[] = [];
  if (!isSet(variables.APP_ID)) missing.push('APP_ID');
  if (!isSet(variables.PRIVATE_KEY) && !isSet(variables.PRIVATE_KEY_PATH)) missing.push('PRIVATE_KEY');
  if (!isSet(variables.WEBHOOK_SECRET)) missing.push('WEBHOOK_SECRET');
  const problems = missing.map((name) => ({ name, what: 'is not set' }));
  if (privateKeyPath(variables) === undefined || privateKeyOf(keyFile ?? '') !== undefined) return problems;
  const what = keyFile === undefined ? 'names a file that cannot be read' : 'names a file without an RSA private key';
  return [...problems, { name: 'PRIVATE_KEY_PATH', what }];
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}
