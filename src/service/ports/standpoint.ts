/**
 * From when things are looked at: `now` says of which month the budgets of repositories are, and runners count as living that were
 * heard of at `aliveSince` or later. Absent: all are, and no repository has used anything.
 */
export type Standpoint = { readonly now: number; readonly aliveSince: number };
