import { loadRunnerConfig } from '../../../runner/config/load_runner_config.ts';
import { runnerFile } from '../../config/home_folders.ts';
import type { Variables } from '../../config/read_variables.ts';
import type { AgentSettings } from '../../core/agents/agent_settings.ts';
import { hashPlan } from '../../core/plan/hash_plan.ts';
import { planMermaid } from '../../core/plan/mermaid.ts';
import type { ParsedPlan } from '../../core/plan/parsed_plan.ts';
import type { Plan, PlanWarning } from '../../core/plan/plan.ts';
import { planCheckJson, planCheckText, planProblemsText } from '../../core/plan/report_plan.ts';
import type { CliContext } from '../cli_context.ts';
import { repositoryIfAny } from '../client/repository_at.ts';
import { EXIT } from '../exit_code.ts';
import { notOffered, orphansText } from '../local_run/not_offered.ts';
import { type PlanFile, readPlanFile } from '../plan_file.ts';
import type { Reply } from '../reply.ts';
import { planWithSettings } from '../settings/plan_with_settings.ts';
import { planAgentsText } from '../text/plan_agents.ts';

/** How a plan that can start is shown. */
export type CheckFormat = 'text' | 'mermaid' | 'json';

/** What is to be checked, and how it is shown. */
export type CheckOptions = {
  readonly format: CheckFormat;
  /** The repository whose settings count; undefined: that around the working directory, if any. */
  readonly repo?: string;
};

/** What a plan will do, or what keeps it from starting. @throws CliError where the settings have mistakes */
export async function checkPlan(context: CliContext, name: string, { format, repo }: CheckOptions): Promise<Reply> {
  const file = await readPlanFile(context, name);
  const read = await planWithSettings(file.markdown, () => repositoryIfAny(context, repo));
  if (!read.ok) return planProblemsReply(file, read);
  const { plan, written, local } = read;
  if (format === 'mermaid') {
    const mermaid = planMermaid(plan);
    return { data: { mermaid }, text: mermaid };
  }
  const warnings = [...read.warnings, ...(await notOfferedHere(plan, local.settings, context.variables))];
  return {
    data: planCheckJson(plan, hashPlan(written), warnings),
    text: planCheckText(plan, warnings) + planAgentsText(plan, null, local.settings),
  };
}

/** What nobody on this machine would do: with a service other runners may, so it is no more than worth a look. */
async function notOfferedHere(
  plan: Plan,
  agents: AgentSettings,
  variables: Variables,
): Promise<readonly PlanWarning[]> {
  const { file, named } = runnerFile(variables);
  const config = await loadRunnerConfig({ file, named }, 'local', variables.PATH ?? '').catch(() => null);
  if (config === null) return [];
  return notOffered({ plan, agent: null, agents }, config).map((orphans) => ({
    code: 'not-offered',
    line: orphans.tasks[0].line,
    message: `On this machine ${orphansText(orphans)}.`,
    mend: `Agents and labels of this machine stand in ${file}; \`plan run --agent\` names another, and with a service other runners may have them.`,
  }));
}

/** What is said of a plan that cannot start. */
export function planProblemsReply(file: PlanFile, parsed: Extract<ParsedPlan, { ok: false }>): Reply {
  const text = planProblemsText(parsed.problems, file.name);
  const { problems, warnings } = parsed;
  const count = problems.length === 1 ? 'one thing' : `${problems.length} things`;
  const message = `The plan has ${count} to mend; the first is in line ${problems[0]?.line ?? 1}.`;
  return {
    data: { problems, warnings },
    text,
    failure: { code: 'plan_invalid', message, exitCode: EXIT.wrongUsage, details: { problems } },
  };
}
