import type { Price, Usage } from '../../protocol/usage.ts';
import type { SliceReader } from '../ports/store.ts';

/** What was told of a run's attempt; undefined: nothing. */
type Told = { readonly run: string; readonly usage: Usage | undefined };

/** Prices that repositories gave when runs started, of those runs of which an agent used something and said nothing of money. */
export async function ownPrices(
  read: Pick<SliceReader, 'agentSettingsOf'>,
  told: readonly Told[],
): Promise<ReadonlyMap<string, readonly Price[]>> {
  const unpriced = told.filter(({ usage }) => usage !== undefined && usage.costMicros === null);
  const runs = [...new Set(unpriced.map(({ run }) => run))];
  const settings = await Promise.all(
    runs.map(async (run) => [run, (await read.agentSettingsOf(run))?.prices ?? []] as const),
  );
  return new Map(settings);
}
