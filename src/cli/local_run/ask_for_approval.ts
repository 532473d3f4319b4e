import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import type { Plan, PlanWarning } from '../../core/plan/plan.ts';
import { planCheckText } from '../../core/plan/report_plan.ts';
import type { CliContext } from '../cli_context.ts';
import { CliError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';
import { askYes } from '../terminal/ask_yes.ts';
import { planAgentsText } from '../text/plan_agents.ts';

/** A plan that wants approval, and how its run was asked for. */
export type WantsApproval = {
  readonly plan: Plan;
  readonly warnings: readonly PlanWarning[];
  readonly agent: string | null;
  readonly agents: AgentSettings;
  /** Whether nobody can be asked: the output is for programs. */
  readonly json: boolean;
  /** The commands that show the plan, and that run it as approved. */
  readonly commands: { readonly check: string; readonly approve: string };
};

/**
 * Shows a plan and asks whoever sits at the terminal whether it may run.
 * @throws CliError where nobody can be asked, or says no
 */
export async function askForApproval(
  context: CliContext,
  { plan, warnings, agent, agents, json, commands }: WantsApproval,
  stopping: AbortSignal,
): Promise<void> {
  const { stdin, stdout } = context;
  if (json || stdin.isTTY !== true || stdout.isTTY !== true) {
    const message = `The plan wants a person's approval before it runs. Look at it with \`${commands.check}\`, then run it with \`${commands.approve}\`.`;
    throw new CliError('needs_approval', EXIT.refused, message);
  }
  stdout.write(`\n${planCheckText(plan, warnings)}${planAgentsText(plan, agent, agents)}\n`);
  if (await askYes(context, 'Run this plan?', stopping)) return;
  throw new CliError('needs_approval', EXIT.refused, 'The plan was not approved, so nothing was started.');
}
