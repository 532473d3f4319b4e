import { ASKED_TASKS_LIMIT, type HomesRequest, type HomesResponse } from '../../src/protocol/home_messages.ts';

/** What the service says of the tasks whose HOMEs are kept. */
export type HomesStanding = { readonly needed: ReadonlySet<string>; readonly over: ReadonlySet<string> };

/** Nobody said anything: how long a HOME was not used decides. */
export const NOTHING_SAID: HomesStanding = { needed: new Set(), over: new Set() };

/** Asks which of these tasks still need their HOMEs, once; a service that does not answer has said nothing. */
export async function askAboutHomes(
  runner: string,
  tasks: readonly string[],
  ask: (request: HomesRequest) => Promise<HomesResponse>,
): Promise<HomesStanding> {
  const [needed, over] = [new Set<string>(), new Set<string>()];
  for (let from = 0; from < tasks.length; from += ASKED_TASKS_LIMIT) {
    const answer = await ask({ runner, tasks: tasks.slice(from, from + ASKED_TASKS_LIMIT) }).catch(() => undefined);
    for (const task of answer?.needed ?? []) needed.add(task);
    for (const task of answer?.over ?? []) over.add(task);
  }
  return { needed, over };
}
