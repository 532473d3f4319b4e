import { type Command, InvalidArgumentError } from 'commander';
import type { CliContext } from '../cli_context.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';
import type { SetupOptions } from '../setup/setup_request.ts';

/** `planwright setup`: makes the GitHub App through the browser. */
export function addSetup(parent: Command, context: CliContext): void {
  const command = parent
    .command('setup')
    .description('make the GitHub App through the browser, and keep its key for `serve` in this folder')
    .option('--org <org>', 'the organisation that shall own the App; default: you')
    .option('--url <url>', 'the public address of the service, where GitHub sends webhooks; default: PUBLIC_URL')
    .option('--name <name>', "the App's name, unique on all of GitHub")
    .option('--port <port>', 'where the page listens on this machine; default: any free port', portNumber)
    .option('--no-open', 'print the address of the page and open no browser')
    .option('--again', 'make another App although one is set up here');
  withJson(command).action((options: CommonOptions & SetupOptions) =>
    respond(context, options.json === true, async () => {
      const { setUp } = await import('../actions/set_up.ts');
      return setUp(context, options);
    }),
  );
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('Give a number from 0 to 65535.');
  return port;
}
