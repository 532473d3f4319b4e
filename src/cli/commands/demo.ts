import type { Command } from 'commander';
import type { CliContext } from '../cli_context.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';

/** `planwright demo`: runs a plan on a scratch repository and checks that it came to exactly what it has to. */
export function addDemo(parent: Command, context: CliContext): void {
  const command = parent
    .command('demo')
    .description('run a plan of ten tasks on a scratch repository, without a model, and check the outcome');
  withJson(command).action((options: CommonOptions) =>
    respond(context, options.json === true, async () => {
      const { runDemo } = await import('../actions/run_demo.ts');
      return runDemo(context, options.json === true);
    }),
  );
}
