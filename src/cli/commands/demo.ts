import type { Command } from 'commander';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { withJson } from '../options.ts';
import { respond } from '../reply.ts';

/** placeholder replaced below */
export function addDemo(parent: Command, context: CliContext): void {
  withJson(parent.command('demo')).action(() =>
    respond(context, false, async () => {
      throw usageError('x', 'x');
    }),
  );
}
