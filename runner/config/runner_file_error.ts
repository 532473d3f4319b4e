/** One mistake in a runner's file. */
export type RunnerFileProblem = {
  /** Counted from 1. */
  readonly line: number;
  /** What is wrong and how to mend it, without a full stop at its end. */
  readonly message: string;
};

/** The runner's file cannot be used. `message` holds every problem, one a line, as `file:line: what`. */
export class RunnerFileError extends Error {
  readonly code = 'runner_file_invalid';
  readonly file: string;
  readonly problems: readonly RunnerFileProblem[];

  constructor(file: string, problems: readonly RunnerFileProblem[]) {
    super(problems.map((problem) => `${file}:${problem.line}: ${problem.message}`).join('\n'));
    this.name = 'RunnerFileError';
    this.file = file;
    this.problems = problems;
  }
}
