import type { Command } from 'commander';
import type { CliContext } from '../cli_context.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';

/** `planwright doctor`: checks all that is set up here, and says how to mend what is not right. */
export function addDoctor(parent: Command, context: CliContext): void {
  const command = parent
    .command('doctor')
    .description('check machine, environment, database, service and GitHub App, and say how to mend them');
  withJson(command).action((options: CommonOptions) =>
    respond(context, options.json === true, async () => {
      const { seeDoctor } = await import('../actions/see_doctor.ts');
      return seeDoctor(context);
    }),
  );
}
