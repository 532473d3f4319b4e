/** A place in a file that a command's output names. */
export type Place = {
  /** As the command wrote it: relative to wherever it ran, or absolute. Nobody vouches for it. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
  readonly level: 'failure' | 'warning';
  readonly message: string;
  /** Frames of one stack carry the same number: one of them is enough to show. */
  readonly stack?: number;
};
