import type { LeaseResponse } from '../../src/protocol/lease_messages.ts';
import type { Slot } from '../../src/protocol/slot.ts';
import { leaseWork } from './lease_loop.ts';
import type { Worker } from './worker.ts';

/** What begins the work of a lease, in a slot of which kind. */
type Begin = (slot: Slot, lease: LeaseResponse['leases'][number]) => void;

/** Whether there is anything to keep a slot for: without an agent nobody orchestrates. */
export function keepsOrchestratorSlot({ options }: Pick<Worker, 'options'>): boolean {
  return options.config.providers.length > 0;
}

/**
 * Asks for work for the slots of all kinds, each by calls of its own, so that full slots of one never keep the other from asking.
 * Ends with `signal`, with `once` when there is no work left, and at the first refusal.
 *
 * @throws ServiceError where the service refuses this runner
 */
export async function leaseForSlots(worker: Worker, begin: Begin, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const { clock, random } = worker.repeating;
  const loops = [
    leaseWork(
      { ...worker.loop, slot: 'task', once: worker.options.once, begin: (lease) => begin('task', lease) },
      until,
    ),
  ];
  if (keepsOrchestratorSlot(worker)) {
    loops.push(
      leaseWork(
        {
          ...worker.loop,
          slot: 'orchestrator',
          // Whether work is left, the other loop finds out; that the service is away, it tells.
          once: false,
          repeating: { clock, random },
          begin: (lease) => begin('orchestrator', lease),
        },
        until,
      ),
    );
  }
  const ends = await Promise.allSettled(loops.map((loop) => loop.finally(() => over.abort())));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
