import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { Outcome } from '../../src/protocol/outcome.ts';
import { startIncomingDesk } from './incoming_desk.ts';
import { success } from './test_service.ts';

/** A settings file that names an orchestrator. */
export const PLANNER_SETTINGS =
  'agents:\n  planner: { provider: script }\nroles:\n  orchestrator: { agent: planner }\n';

/** A desk whose repository has an orchestrator, and a runner with a place for it. */
export async function startPlanningDesk() {
  const desk = await startIncomingDesk();
  desk.world.files = { own: PLANNER_SETTINGS, organisation: null };
  const planner = desk.runner({ slots: 1 });
  await planner.register();
  return {
    ...desk,
    planner,
    /** The orchestrator begins to make a plan. */
    planning: async (): Promise<ExecutionRequest> => {
      await desk.settle();
      const [request] = await planner.leaseOrchestrator();
      if (request === undefined) throw new Error('No plan is to be made.');
      await planner.start(request.attempt);
      return request;
    },
    /** What the comment about the plan said, oldest first. */
    texts: () =>
      desk.sent.flatMap((each) => (each.kind === 'show_proposal' || each.kind === 'show_plan' ? [each.text] : [])),
  };
}

export type PlanningDesk = Awaited<ReturnType<typeof startPlanningDesk>>;

/** How an attempt ends that made this plan. */
export function planned(plan: string, usage?: Outcome['usage']): Outcome {
  return success({ commit: null, changedFiles: 0, outputs: { plan }, ...(usage === undefined ? {} : { usage }) });
}
