import type { CliContext } from './cli_context.ts';
import { type CliError, toCliError } from './cli_error.ts';
import { EXIT, type ExitCode } from './exit_code.ts';

/** What a command found or did. */
export type Reply = {
  /** For machines (`--json`). */
  readonly data: unknown;
  /** For people; empty where everything was said on the way. */
  readonly text: string;
  /** Set where the command did its part and the work it tells of failed or was interrupted. */
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    readonly exitCode: ExitCode;
    readonly details?: unknown;
  };
};

/** Runs a command's work and prints its reply or its error, as people or machines want it. */
export async function respond(context: CliContext, json: boolean, work: () => Promise<Reply>): Promise<void> {
  try {
    const reply = await work();
    context.exitCode = reply.failure?.exitCode ?? EXIT.done;
    await write(context.stdout, json ? envelope(reply) : withLineEnd(reply.text));
  } catch (thrown) {
    await printError(context, json, toCliError(thrown));
  }
}

/** Prints an error in the shape asked for and sets the exit code. */
export async function printError(context: CliContext, json: boolean, error: CliError): Promise<void> {
  context.exitCode = error.exitCode;
  if (!json) return write(context.stderr, withLineEnd(`planwright: ${error.message}`));
  return write(context.stdout, `${JSON.stringify({ ok: false, error: errorBody(error) })}\n`);
}

function envelope({ data, failure }: Reply): string {
  const body =
    failure === undefined
      ? { ok: true, data }
      : // What is known of the failed work is as useful as that it failed.
        { ok: false, error: errorBody(failure), data };
  return `${JSON.stringify(body)}\n`;
}

function errorBody({ code, message, details }: { code: string; message: string; details?: unknown }) {
  return { code, message, ...(details === undefined ? {} : { details }) };
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Resolves once the text is handed over, so that nothing is lost when the process ends behind it. */
function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (text === '') return Promise.resolve();
  return new Promise((resolve) => stream.write(text, () => resolve()));
}
