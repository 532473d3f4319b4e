import type { RunnerRecord } from '../records.ts';
import type { AgentChoice, AgentIdentity, TaskRouting } from './task_routing.ts';

/** Who does a task. */
export type ChosenAgent = AgentIdentity & { readonly role: string };

/** One of a task's agents that a runner has. */
export type OfferedChoice = AgentIdentity & {
  /** The most attempts of its provider at once on that runner; undefined: as many as there are slots. */
  readonly slots?: number;
} & Pick<AgentChoice, 'trackRecord'>;

/** Those of some agents that the runner has, in their order; of none, all that the runner has. */
export function offeredOf(
  runner: Pick<RunnerRecord, 'agents'>,
  agents: readonly (AgentIdentity & Pick<AgentChoice, 'trackRecord'>)[],
): readonly OfferedChoice[] {
  if (agents.length === 0) {
    return runner.agents.map(({ name, slots }) => ({
      agent: name,
      provider: name,
      model: null,
      ...(slots === undefined ? {} : { slots }),
    }));
  }
  return agents.flatMap(({ agent, provider, model, trackRecord }) => {
    const offer = runner.agents.find(({ name }) => name === provider);
    if (offer === undefined) return [];
    const slots = offer.slots === undefined ? {} : { slots: offer.slots };
    return [{ agent, provider, model, ...slots, ...(trackRecord === undefined ? {} : { trackRecord }) }];
  });
}

/**
 * The one that does the task, of those that have room: the first. The task's model is one of its own agents'; who stands in for
 * them keeps to its own.
 */
export function chooseAgent(
  { role, model }: TaskRouting,
  { free, insteadOf }: { readonly free: readonly OfferedChoice[]; readonly insteadOf: AgentIdentity | null },
): ChosenAgent | null {
  const [chosen] = free;
  if (chosen === undefined) return null;
  const wanted = insteadOf === null ? model : null;
  return { agent: chosen.agent, provider: chosen.provider, model: wanted ?? chosen.model, role };
}
