import type { Command } from 'commander';
import type { CliContext } from '../cli_context.ts';
import { type ClientOptions, positiveInteger, withJson } from '../options.ts';
import { respond } from '../reply.ts';

type Options = ClientOptions & {
  readonly agent?: string;
  readonly slots?: number;
  readonly again?: true;
  readonly approve?: true;
};

/** `planwright plan run FILE`: runs a plan on a repository of this machine. */
export function addPlanRun(parent: Command, context: CliContext): void {
  const command = parent
    .command('run')
    .description('run a plan on a repository of this machine; a second call goes on with an unfinished run')
    .argument('<file>', 'the plan')
    .option('--repo <dir>', 'the repository to work on; default: the one around the working directory')
    .option('--agent <name>', 'the agent of tasks that name none')
    .option('--slots <count>', 'how many tasks at once; default: as the runner file says, else 2', positiveInteger)
    .option('--again', 'run the plan once more although it has finished')
    .option('--approve', 'approve a plan that wants that before it runs (`approve: plan`)');
  withJson(command).action((file: string, options: Options) =>
    respond(context, options.json === true, async () => {
      const { runPlanFile } = await import('../actions/run_plan_file.ts');
      return runPlanFile(context, file, { ...options, json: options.json === true });
    }),
  );
}
