import type { StatusResponse } from '../protocol/operator.ts';
import type { ServiceDependencies } from './dependencies.ts';

/** How the service stands: active runs, runners, and what waits to be sent. */
export async function status({ store, version, settings, clock }: ServiceDependencies): Promise<StatusResponse> {
  const [runs, runners, outbox] = await Promise.all([
    store.view.runs({ active: true, limit: 100 }),
    store.view.runners(),
    store.view.outbox(),
  ]);
  const now = clock.now();
  return {
    version,
    runs: [...runs],
    runners: runners.map(({ id, name, labels, slots, busy, agents, sandbox, seenAt }) => ({
      id,
      name,
      labels: [...labels],
      slots,
      busy,
      agents: agents.map((agent) => agent.name),
      sandbox,
      seenAt,
      live: now - seenAt <= settings.leaseMs,
    })),
    outbox: { waiting: outbox.waiting, dead: [...outbox.dead] },
  };
}
