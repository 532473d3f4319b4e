import { resolve } from 'node:path';
import { readLocalKnobs } from '../../config/local_knobs.ts';
import { agentSettings } from '../../core/agents/agent_settings.ts';
import { hashPlan } from '../../core/plan/hash_plan.ts';
import { problemLine } from '../../core/plan/report_plan.ts';
import { counted } from '../../core/text/counted.ts';
import { planName } from '../../local/plan_name.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { repositoryAt } from '../client/repository_at.ts';
import { askForApproval } from '../local_run/ask_for_approval.ts';
import { planRunReply } from '../local_run/plan_run_reply.ts';
import { requireOffered } from '../local_run/require_offered.ts';
import { runPlan } from '../local_run/run_plan.ts';
import { readPlanFile } from '../plan_file.ts';
import { reporterFor } from '../progress/reporter_for.ts';
import type { Reply } from '../reply.ts';
import { planWithSettings } from '../settings/plan_with_settings.ts';
import { ownCommand } from '../text/own_command.ts';
import { planProblemsReply } from './check_plan.ts';

/** How a plan's file is to be run. */
export type RunPlanOptions = {
  readonly json: boolean;
  readonly repo?: string;
  readonly agent?: string;
  readonly slots?: number;
  readonly again?: true;
  readonly approve?: true;
};

/** Runs a plan's file on a repository of this machine. */
export async function runPlanFile(context: CliContext, name: string, options: RunPlanOptions): Promise<Reply> {
  if (name === '-') {
    throw usageError(
      'no_plan_file',
      'A run needs a file: it is named after it, and a second call goes on by that name.',
    );
  }
  const file = await readPlanFile(context, name);
  const agent = options.agent ?? null;
  const read = await planWithSettings(file.markdown, () => repositoryAt(context, options.repo), agent);
  if (!read.ok) return planProblemsReply(file, read);
  const { plan, repository, local } = read;
  const knobs = readLocalKnobs(context.variables);
  const wanted = { plan, agent, agents: agentSettings(local.settings) };
  const { slots } = await requireOffered(wanted, context.variables);
  const planHash = hashPlan(read.written);
  const command = (...words: readonly string[]) => ownCommand(context.variables, ['plan', ...words], options.repo);
  const commands = { check: command('check', name), approve: command('run', name, '--approve') };
  const reporter = reporterFor(context, options.json, options.repo);
  const tasks = counted(plan.tasks.length, 'task');
  reporter.note(`plan ${name} on ${repository.path}, ${tasks}, ${counted(options.slots ?? slots, 'slot')}`);
  for (const warning of read.warnings) reporter.note(problemLine(warning));
  const request = {
    name: planName(resolve(context.cwd, name)),
    markdown: file.markdown,
    repository,
    agent: options.agent,
    settings: local.texts,
    slots: options.slots,
    again: options.again === true,
    approval: {
      given: options.approve === true ? planHash : null,
      ask: async (stopping: AbortSignal) => {
        await askForApproval(context, { ...wanted, warnings: read.warnings, json: options.json, commands }, stopping);
        return planHash;
      },
    },
    isWatched: context.stdout.isTTY === true && !options.json,
    knobs,
  };
  const result = await runPlan(context, request, reporter);
  return planRunReply(context, result, {
    command: command('run', name),
    repo: options.repo,
  });
}
