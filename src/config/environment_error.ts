/** One environment variable that cannot be used. */
export type EnvironmentProblem = {
  readonly name: string;
  /** What is wrong, without the name and without a full stop. */
  readonly what: string;
  /** How to mend it, one sentence. */
  readonly mend: string;
};

/** The environment cannot be used. `message` holds every problem, one a line. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code = 'environment_invalid';
  readonly problems: readonly EnvironmentProblem[];

  constructor(problems: readonly EnvironmentProblem[]) {
    super(problems.map(({ name, what, mend }) => `${name} ${what}. ${mend}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * The problems of parts of an environment that were read each by itself; a variable that belongs to several is told once.
 * @throws what a part failed of that is no EnvironmentError
 */
export function problemsOf(parts: readonly PromiseSettledResult<unknown>[]): readonly EnvironmentProblem[] {
  const byName = new Map<string, EnvironmentProblem>();
  for (const part of parts) {
    if (part.status === 'fulfilled') continue;
    if (!(part.reason instanceof EnvironmentError)) throw part.reason;
    for (const problem of part.reason.problems) byName.set(problem.name, problem);
  }
  return [...byName.values()];
}
