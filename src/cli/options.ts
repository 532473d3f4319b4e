import { type Command, InvalidArgumentError } from 'commander';
import { usageError } from './cli_error.ts';

/** Options of every command. */
export type CommonOptions = { readonly json?: true };

/** Options of the commands that talk to a service or to the runs of a repository. */
export type ClientOptions = CommonOptions & { readonly repo?: string };

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON object: {"ok":true,"data":…} or {"ok":false,"error":…}');
}

/** Adds `--repo` and `--json`. */
export function withClient(command: Command): Command {
  return withJson(
    command.option('--repo <dir>', 'the repository whose runs are meant (without PLANWRIGHT_URL); default: here'),
  );
}

/** A task as it is named on the command line; `run` undefined means the newest run. */
export type NamedTask = { readonly run: string | undefined; readonly task: string };

/** Takes `TASK`, or `RUN TASK`. */
export function withTask(command: Command): Command {
  return command
    .usage('[options] [run] <task>')
    .argument(
      '<task...>',
      'id of the task; before it the run, if it is not the newest: id, beginning of an id, name, or OWNER/NAME#ISSUE',
    );
}

/** Reads what {@link withTask} takes. */
export function namedTask(words: readonly string[]): NamedTask {
  const [first, second, ...rest] = words;
  if (first === undefined || rest.length > 0)
    throw usageError('usage', 'Name one task, and before it at most one run.');
  return second === undefined ? { run: undefined, task: first } : { run: first, task: second };
}

/** Reads a whole number of at least 1. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 1_024) {
    throw new InvalidArgumentError('Give a whole number from 1 to 1024.');
  }
  return value;
}

/** Collects an option that may be repeated. */
export function repeatable(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
