import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readLocalKnobs } from '../../config/local_knobs.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import { planName } from '../../local/plan_name.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { repositoryAt } from '../client/repository_at.ts';
import { planRunReply } from '../local_run/plan_run_reply.ts';
import { requireOffered } from '../local_run/require_offered.ts';
import { runPlan } from '../local_run/run_plan.ts';
import { type ClientOptions, positiveInteger, withJson } from '../options.ts';
import { readPlanFile } from '../plan_file.ts';
import { reporterFor } from '../progress/reporter_for.ts';
import { type Reply, respond } from '../reply.ts';
import { counted } from '../text/counted.ts';
import { planProblemsReply } from './plan_check.ts';

type Options = ClientOptions & { readonly agent?: string; readonly slots?: number; readonly again?: true };

/** `planwright plan run FILE`: runs a plan on a repository of this machine. */
export function addPlanRun(parent: Command, context: CliContext): void {
  const command = parent
    .command('run')
    .description('run a plan on a repository of this machine; a second call goes on with an unfinished run')
    .argument('<file>', 'the plan')
    .option('--repo <dir>', 'the repository to work on; default: the one around the working directory')
    .option('--agent <name>', 'the agent of tasks that name none')
    .option('--slots <count>', 'how many tasks at once; default: as the runner file says, else 2', positiveInteger)
    .option('--again', 'run the plan once more although it has finished');
  withJson(command).action((file: string, options: Options) =>
    respond(context, options.json === true, () => planRun(context, file, options)),
  );
}

async function planRun(context: CliContext, name: string, options: Options): Promise<Reply> {
  if (name === '-') {
    throw usageError(
      'no_plan_file',
      'A run needs a file: it is named after it, and a second call goes on by that name.',
    );
  }
  const file = await readPlanFile(context, name);
  const parsed = parsePlan(file.markdown);
  if (!parsed.ok) return planProblemsReply(file, parsed);
  const knobs = readLocalKnobs(context.variables);
  const repository = await repositoryAt(context, options.repo);
  const { slots } = await requireOffered(parsed.plan, options.agent, context.variables);
  const reporter = reporterFor(context, options.json === true);
  const tasks = counted(parsed.plan.tasks.length, 'task');
  reporter.note(`plan ${name} on ${repository.path}, ${tasks}, ${counted(options.slots ?? slots, 'slot')}`);
  const request = {
    name: planName(resolve(context.cwd, name)),
    markdown: file.markdown,
    repository,
    agent: options.agent,
    slots: options.slots,
    again: options.again === true,
    knobs,
  };
  const result = await runPlan(context, request, reporter);
  return planRunReply(context, result, { command: `planwright plan run ${name}`, repository });
}
