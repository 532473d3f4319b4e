import { benchAgentOutput } from './agents/agent_output.ts';
import { benchAgentOverhead } from './agents/agent_overhead.ts';
import { benchManyAgents } from './agents/many_agents.ts';
import { benchAttemptOverhead } from './attempts/attempt_overhead.ts';
import type { Figure } from './figure.ts';
import { benchParseAndStore } from './plan/parse_and_store.ts';
import { benchParallelSlots } from './slots/parallel_slots.ts';
import { benchLeaseAndComplete } from './store/lease_and_complete.ts';
import { benchWorktreeReady } from './worktree/worktree_ready.ts';

/** A bench, to be run by itself: benches never run side by side. */
export type Bench = () => Promise<readonly Figure[]>;

/** All benches in their order. `quick` has fewer rounds and leaves out the largest repository. */
export function benches(how: 'full' | 'quick'): readonly Bench[] {
  switch (how) {
    case 'full':
      return [
        () => benchParseAndStore(9),
        () => benchLeaseAndComplete(9, 1, 96),
        () => benchLeaseAndComplete(9, 8, 24),
        () => benchLeaseAndComplete(9, 64, 8),
        () => benchWorktreeReady(11, 200),
        () => benchWorktreeReady(5, 2_000),
        () => benchWorktreeReady(2, 20_000),
        () => benchAttemptOverhead(3),
        () => benchParallelSlots(2),
        () => benchAgentOverhead(3),
        () => benchAgentOutput(3),
        () => benchManyAgents(),
      ];
    case 'quick':
      return [
        () => benchParseAndStore(3),
        () => benchLeaseAndComplete(7, 1, 96),
        () => benchLeaseAndComplete(7, 8, 24),
        () => benchLeaseAndComplete(5, 64, 8),
        () => benchWorktreeReady(3, 200),
        () => benchWorktreeReady(2, 2_000),
        () => benchAttemptOverhead(1),
        () => benchParallelSlots(1),
        () => benchAgentOverhead(1),
        () => benchAgentOutput(1),
        () => benchManyAgents(),
      ];
    default:
      return how satisfies never;
  }
}
