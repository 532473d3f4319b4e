/** The roles that work without configuration. */
export const KNOWN_ROLES = ['coder', 'reviewer', 'tester', 'orchestrator'] as const;

/** One of the roles that work without configuration. */
export type KnownRole = (typeof KNOWN_ROLES)[number];

/** The role of a task that names none. */
export const DEFAULT_ROLE: KnownRole = 'coder';

/** The role that works in a slot of its own. */
export const ORCHESTRATOR_ROLE: KnownRole = 'orchestrator';
