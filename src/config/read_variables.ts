import type { z } from 'zod';
import { EnvironmentError, type EnvironmentProblem } from './environment_error.ts';

/** The environment as a process gets it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads environment variables by their schemas. An empty variable counts as one that is not set.
 *
 * @param mends how to mend each variable, one sentence
 * @throws EnvironmentError with all problems at once
 */
export function readVariables<Schema extends z.ZodObject>(
  schema: Schema,
  mends: Readonly<Record<keyof Schema['shape'] & string, string>>,
  variables: Variables,
): z.infer<Schema> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = variables[name]?.trim();
    if (value !== undefined && value !== '') given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue): EnvironmentProblem => {
    const name = String(issue.path[0]);
    const missing = given[name] === undefined;
    return {
      name,
      what: missing ? 'is not set' : issue.message,
      mend: mends[name as keyof Schema['shape'] & string],
    };
  });
  throw new EnvironmentError(problems);
}
