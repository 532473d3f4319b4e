import type { Command } from 'commander';
import type { Serving } from '../actions/start_serving.ts';
import type { CliContext } from '../cli_context.ts';
import { EXIT } from '../exit_code.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { type Reply, respond } from '../reply.ts';
import { noGitHubApp } from '../service/read_github_app.ts';
import { nextSignal } from '../signals.ts';

const ENVIRONMENT = `Everything else is told by environment variables: RUNNER_TOKEN and OPERATOR_TOKEN are needed, DATABASE_URL, HOST, PORT
and PUBLIC_URL often wanted; docs/operations.md has all of them.`;

/** `planwright serve`: the service over HTTP, until it is told to end. */
export function addServe(parent: Command, context: CliContext): void {
  const command = parent.command('serve').description('serve runners and people over HTTP');
  command.addHelpText('after', `\n${ENVIRONMENT}`);
  withJson(command).action(async (options: CommonOptions) => {
    let serving: Serving | undefined;
    let ended: Promise<NodeJS.Signals> | undefined;
    // The reply is given as soon as the service answers, so that whoever started it knows where.
    await respond(context, options.json === true, async () => {
      const { startServing } = await import('../actions/start_serving.ts');
      serving = await startServing(context);
      // Before the reply: whoever reads it may end the service at once.
      ended = nextSignal();
      return servingReply(context, serving);
    });
    if (serving === undefined || ended === undefined) return;
    const signal = await ended;
    serving.log('info', 'The service ends.', { signal });
    await serving.stop();
    context.exitCode = signal === 'SIGINT' ? EXIT.interrupted : EXIT.done;
  });
}

function servingReply(context: CliContext, { address, github }: Serving): Reply {
  const serves = `planwright serves at ${address}`;
  if (github !== undefined) return { data: { address, github: { appId: github.appId } }, text: serves };
  const missing = noGitHubApp(context);
  return { data: { address, github: { missing } }, text: `${serves}\n${missing}` };
}
