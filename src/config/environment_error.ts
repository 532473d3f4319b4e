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
