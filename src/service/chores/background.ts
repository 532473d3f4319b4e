import { errorMessage } from '../../text/error_message.ts';
import { processDeliveries } from '../deliveries/process_deliveries.ts';
import { recoverDeliveries } from '../deliveries/recover_deliveries.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { sendEffects } from '../effects/send_effects.ts';
import { concludeRuns } from './conclude_runs.ts';
import { forgetOld } from './forget_old.ts';
import { lookAtIssues } from './look_at_issues.ts';
import { keepTime, type TickResult } from './tick.ts';

/** Chores are looked for so often also when nothing woke them. */
const LOOK_AGAIN_MS = 60_000;
/** The most missed webhooks that one look asks for. */
const MISSED = 200;
/** And for how long it asks: less than the time after which another process looks, unless that was set shorter, so that they do not ask side by side. */
const ASK_MS = 60_000;

/** Runs ticks by themselves where the process lives long, and chores as soon as something is to be done. */
export type Background = {
  /** Ends after what is under way; nothing new is begun. */
  readonly stop: () => Promise<void>;
};

/**
 * Begins what has its time (where an interval is set) and chores, each kind on its own: a slow one holds up neither the others
 * nor the ticks.
 */
export function startBackground(deps: ServiceDependencies): Background {
  const stopping = new AbortController();
  const { signal } = stopping;
  const bounds = { atMost: Number.POSITIVE_INFINITY, stopping: signal };
  const loops = [
    choreLoop(deps, () => processDeliveries(deps, bounds), signal),
    choreLoop(deps, () => sendEffects(deps, bounds), signal),
    choreLoop(deps, () => concludeRuns(deps), signal),
  ];
  if (deps.settings.tickIntervalMs > 0) loops.push(...timeLoops(deps, signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

function timeLoops(deps: ServiceDependencies, stopping: AbortSignal): readonly Promise<void>[] {
  const loop = (failed: string, act: () => Promise<TickResult>) => timeLoop(deps, stopping, failed, act);
  return [
    loop('A tick failed; the next one tries again.', () => keepTime(deps).finally(() => deps.signals.chores.wake())),
    loop('A look for missed webhooks failed; the next one tries again.', async () => ({
      more: await recoverDeliveries(deps, { atMost: MISSED, until: deps.clock.now() + ASK_MS, stopping }),
    })),
    loop('How issues stand could not be asked; the next look tries again.', async () => {
      await lookAtIssues(deps, stopping);
      return { more: false };
    }),
    loop('What is old could not be dropped; it is tried again.', async () => {
      await forgetOld(deps);
      return { more: false };
    }),
  ];
}

/** Acts once in each interval, and again at once while it says that there is more. */
async function timeLoop(
  deps: ServiceDependencies,
  stopping: AbortSignal,
  failed: string,
  act: () => Promise<TickResult>,
): Promise<void> {
  while (!stopping.aborted) {
    const { more } = await attempt(deps, failed, act);
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
  act: () => Promise<TickResult>,
): Promise<TickResult> {
  try {
    return await act();
  } catch (error) {
    deps.log('error', message, { error: errorMessage(error) });
    return { more: false };
  }
}
