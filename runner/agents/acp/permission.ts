import type { PermissionRequest } from './messages.ts';

/** The answer to a wish to be allowed something. What the agent may do is the sandbox's matter, so it is: for good, if that is offered. */
export function allow({ options }: PermissionRequest) {
  const allowed =
    options.find(({ kind }) => kind === 'allow_always') ?? options.find(({ kind }) => kind === 'allow_once');
  if (allowed === undefined) return { outcome: { outcome: 'cancelled' } };
  return { outcome: { outcome: 'selected', optionId: allowed.optionId } };
}
