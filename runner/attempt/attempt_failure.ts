import type { RunnerFailureClass } from '../../src/protocol/outcome.ts';
import { errorMessage } from '../../src/text/error_message.ts';
import { SecretsInCommit } from '../git/commit_secrets.ts';
import { GitError } from '../git/git_error.ts';
import { FileNotLent } from '../home/lent_files.ts';
import { OutputError } from './outputs.ts';

type FailureDetails = { readonly retryAfterMs?: number; readonly failedProvider?: string };

/** A step of an attempt did not do what it must. `message` is one sentence for a person. */
export class AttemptFailure extends Error {
  readonly code: RunnerFailureClass;
  /** The earliest that another attempt makes sense, in milliseconds from now. */
  readonly retryAfterMs: number | undefined;
  /** The provider whose agent itself failed; undefined: something else did. */
  readonly failedProvider: string | undefined;

  constructor(
    code: RunnerFailureClass,
    message: string,
    { retryAfterMs, failedProvider, ...options }: ErrorOptions & FailureDetails = {},
  ) {
    super(message, options);
    this.failedProvider = failedProvider;
    this.name = 'AttemptFailure';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Something from outside ended the attempt while a step was at work; `AttemptControl.cause` says what. */
export class AttemptInterrupted extends Error {
  readonly code = 'attempt_interrupted';

  constructor() {
    super('the attempt was ended from outside');
    this.name = 'AttemptInterrupted';
  }
}

/** What any error of a step means for the attempt. What nobody foresaw is not the task's fault. */
export function toFailure(error: unknown): AttemptFailure {
  if (error instanceof AttemptFailure) return error;
  if (error instanceof OutputError) return new AttemptFailure('agent_error', error.message, { cause: error });
  if (error instanceof SecretsInCommit)
    return new AttemptFailure(
      'verification',
      `${error.message} In the work that is kept it is blotted out with \`*\`.`,
      { cause: error },
    );
  if (error instanceof GitError) return new AttemptFailure(classOfGitError(error), error.message, { cause: error });
  if (error instanceof FileNotLent) return new AttemptFailure('auth', error.message, { cause: error });
  const message = errorMessage(error);
  return new AttemptFailure('transient', `the runner could not go on: ${message}`, { cause: error });
}

function classOfGitError(error: GitError): RunnerFailureClass {
  switch (error.code) {
    case 'file_too_large':
    case 'nested_git':
    case 'worktree_replaced':
    case 'tree_unreadable':
    case 'push_refused':
      // What the task left cannot be taken over; the next attempt starts from a clean tree, told why.
      return 'agent_error';
    case 'clone_url_refused':
    case 'ref_refused':
      return 'refused';
    default:
      return 'transient';
  }
}
