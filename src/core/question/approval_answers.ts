/** Lets a task start, or its work be merged. */
export const APPROVE = 'approve';
/** Goes on without a task that is not to start. */
export const SKIP = 'skip';
/** Leaves the work of a task out, which fails by that. */
export const REJECT = 'reject';

/** What can be answered to whether a task may start. */
export const START_OPTIONS = [APPROVE, SKIP] as const;

/** What can be answered to whether verified work may be merged; an agent's task takes free words as well. */
export const WORK_OPTIONS = [APPROVE, REJECT] as const;
