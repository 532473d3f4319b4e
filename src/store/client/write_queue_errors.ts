/** A command whose guard failed every time: others kept changing what it relied on. Trying later may help. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly code = 'conflict';
  readonly command: string;
  /** The guard that failed last, where it has a name. */
  readonly guard: string | undefined;
  readonly preparations: number;

  constructor(options: { command: string; guard: string | undefined; preparations: number; cause: unknown }) {
    super('Others kept changing what this command relied on.', { cause: options.cause });
    this.command = options.command;
    this.guard = options.guard;
    this.preparations = options.preparations;
  }
}

/** Too many commands wait already; this one was not taken. Trying later helps. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
  readonly code = 'overloaded';
  readonly queued: number;

  constructor(queued: number) {
    super('Too many commands wait for the database.');
    this.queued = queued;
  }
}

/** A command wants to write more at once than one transaction may hold; it has to be split by its author. */
export class CommandTooLargeError extends Error {
  override readonly name = 'CommandTooLargeError';
  readonly code = 'command_too_large';
  readonly command: string;
  readonly statements: number;

  constructor(command: string, statements: number) {
    super('This command writes more than one transaction may hold.');
    this.command = command;
    this.statements = statements;
  }
}

/** The queue takes nothing more because the process is ending. */
export class QueueClosedError extends Error {
  override readonly name = 'QueueClosedError';
  readonly code = 'queue_closed';

  constructor() {
    super('The write queue is closed.');
  }
}
