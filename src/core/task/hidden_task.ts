/**
 * Kinds of tasks that Planwright gives itself, beside the plan: an agent works at one as at any other, in the slot of its role, with
 * attempts, logs and usage. It changes nothing in the repository. Nobody sees it among the tasks of the run: it is not counted, waits for
 * nothing, and nothing waits for it. `answering`: the orchestrator looks at a question before people are asked. `planning`: it makes a plan of
 * what an issue says, in a run that does nothing else.
 */
export const HIDDEN_KINDS = ['answering', 'planning'] as const;

/** One of them. */
export type HiddenKind = (typeof HIDDEN_KINDS)[number];

/** What the kinds of tasks of a plan have in common: people see them. */
export type SeenKind = 'agent' | 'command' | 'function' | 'issue' | 'verification';

/** Stands behind all tasks of a plan, whose positions count from 0. */
export const HIDDEN_POSITION = 1_000_000;

/** Whether nobody sees the task among those of its run. */
export function isHidden(kind: HiddenKind | SeenKind): kind is HiddenKind {
  return HIDDEN_KINDS.some((hidden) => hidden === kind);
}

/** Whether an agent does tasks of the kind. */
export function isAgents(kind: HiddenKind | SeenKind): boolean {
  return kind === 'agent' || isHidden(kind);
}
