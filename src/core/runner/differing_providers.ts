import type { RunnerRecord } from '../records.ts';

/** A provider that is not the same program on all runners which offer it. */
export type DifferingProvider = {
  readonly provider: string;
  /** By how it is spoken to, with the names of the runners where it is so. */
  readonly transports: readonly { readonly transport: string; readonly runners: readonly string[] }[];
};

/** Providers that runners offer under one name with several transports, so that a task's agent depends on who has room. */
export function differingProviders(
  runners: readonly Pick<RunnerRecord, 'name' | 'agents'>[],
): readonly DifferingProvider[] {
  const offers = runners.flatMap(({ name, agents }) => agents.map((agent) => ({ ...agent, runner: name })));
  return [...Map.groupBy(offers, ({ name }) => name)]
    .map(([provider, same]) => ({
      provider,
      transports: [...Map.groupBy(same, ({ transport }) => transport)]
        .map(([transport, those]) => ({ transport, runners: those.map(({ runner }) => runner).sort() }))
        .sort((left, right) => (left.transport < right.transport ? -1 : 1)),
    }))
    .filter(({ transports }) => transports.length > 1)
    .sort((left, right) => (left.provider < right.provider ? -1 : 1));
}

/** `` `claude` is acp on forge-1, claude-code on forge-2 and forge-3 ``. */
export function differenceText({ provider, transports }: DifferingProvider): string {
  const parts = transports.map(({ transport, runners }) => `${transport} on ${runners.join(' and ')}`);
  return `\`${provider}\` is ${parts.join(', ')}`;
}
