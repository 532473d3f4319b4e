/** Labels by which boards and filters find plans. */
export type StateLabel = 'planwright:running' | 'planwright:blocked' | 'planwright:failed';

/** All of them: those that an issue does not earn are taken off. */
export const STATE_LABELS: readonly StateLabel[] = ['planwright:running', 'planwright:blocked', 'planwright:failed'];
