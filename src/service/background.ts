import { processDeliveries } from './deliveries/process_deliveries.ts';
import type { ServiceDependencies } from './dependencies.ts';
import { sendEffects } from './effects/send_effects.ts';
import { concludeRuns, keepTime } from './tick.ts';

/** Chores are looked for so often also when nothing woke them. */
const LOOK_AGAIN_MS = 60_000;

/** Runs ticks by themselves where the process lives long, and chores as soon as something is to be done. */
export type Background = {
  /** Ends after what is under way; nothing new is begun. */
  readonly stop: () => Promise<void>;
};

/** Begins ticks (where an interval is set) and chores, each kind on its own: a slow one holds up neither the others nor the ticks. */
export function startBackground(deps: ServiceDependencies): Background {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops = [
    choreLoop(deps, () => processDeliveries(deps), signal),
    choreLoop(deps, () => sendEffects(deps, { atMost: Number.POSITIVE_INFINITY, stopping: signal }), signal),
    choreLoop(deps, () => concludeRuns(deps), signal),
  ];
  if (deps.settings.tickIntervalMs > 0) loops.push(tickLoop(deps, signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function tickLoop(deps: ServiceDependencies, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const { more } = await attempt(deps, 'A tick failed; the next one tries again.', () => keepTime(deps));
    deps.signals.chores.wake();
    if (!more) await deps.sleep(deps.settings.tickIntervalMs, stopping);
  }
}

/** `act` says whether there was something to do: then there may be more. */
async function choreLoop(deps: ServiceDependencies, act: () => Promise<boolean>, stopping: AbortSignal): Promise<void> {
  let wokenMeanwhile = false;
  const stopListening = deps.signals.chores.listen(() => {
    wokenMeanwhile = true;
  });
  while (!stopping.aborted) {
    wokenMeanwhile = false;
    const { more } = await attempt(deps, 'A chore failed; the next tick tries again.', async () => ({
      more: await act(),
    }));
    // From here to the waiting nothing can come in between.
    if (!more && !wokenMeanwhile) await deps.signals.chores.next(LOOK_AGAIN_MS, stopping);
  }
  stopListening();
}

async function attempt(
  deps: ServiceDependencies,
  message: string,
  act: () => Promise<{ more: boolean }>,
): Promise<{ more: boolean }> {
  try {
    return await act();
  } catch (error) {
    deps.log('error', message, { error: error instanceof Error ? error.message : String(error) });
    return { more: false };
  }
}
