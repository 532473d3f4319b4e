import type { RunState } from '../../protocol/states.ts';

/** How a run stands, to be read after it: `has succeeded`, `is in review`. */
export function runStanding(state: RunState): string {
  switch (state) {
    case 'succeeded':
    case 'failed':
      return `has ${state}`;
    case 'canceled':
    case 'quarantined':
      return `was ${state}`;
    case 'pending':
    case 'running':
    case 'paused':
    case 'in_review':
      return `is ${state.replaceAll('_', ' ')}`;
    default:
      return state satisfies never;
  }
}
