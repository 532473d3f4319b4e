/** A person was asked, and the attempt ends until there is an answer. `message` says what it waits for. */
export class AttemptBlocked extends Error {
  override readonly name = 'AttemptBlocked';
  readonly code = 'attempt_blocked';
}
