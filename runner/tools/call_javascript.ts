/**
 * Calls a function of a module in the working directory, for a task with `call:`, and gives what it returns as the task's
 * outputs. Arguments: the file, the name of the export.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { FAILED_CALL } from './failed_call.ts';

const { env } = process;

/** The function cannot be called, or not be understood: where that was found out is of no interest. */
class WrongCall extends Error {}

/** What a function is called with. */
function argument() {
  return {
    run: env.PLANWRIGHT_RUN,
    task: env.PLANWRIGHT_TASK,
    attempt: Number(env.PLANWRIGHT_ATTEMPT),
    issue: env.PLANWRIGHT_ISSUE,
    base: env.PLANWRIGHT_BASE,
    inputs: JSON.parse(readFileSync(env.PLANWRIGHT_INPUTS ?? '', 'utf8')) as unknown,
  };
}

async function call(file: string, name: string): Promise<unknown> {
  const path = resolve(file);
  if (!existsSync(path)) throw new WrongCall(`There is no file ${file} in the repository.`);
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  const found = module[name];
  if (typeof found === 'function') return await found(argument());
  const names = Object.keys(module).filter((key) => typeof module[key] === 'function');
  throw new WrongCall(`${file} exports no function ${name}; it exports ${names.join(', ') || 'none'}.`);
}

/** The outputs as a line of JSON; what is null or undefined is none. */
function outputLine(returned: unknown): string {
  if (returned === undefined || returned === null) return '';
  if (typeof returned !== 'object' || Array.isArray(returned)) {
    const what = Array.isArray(returned) ? 'an array' : `a ${typeof returned}`;
    throw new WrongCall(`It returned ${what}. Return an object: each of its entries is an output.`);
  }
  const given = Object.entries(returned).filter(([, value]) => value !== undefined && value !== null);
  return given.length === 0 ? '' : `${JSON.stringify(Object.fromEntries(given))}\n`;
}

const [file = '', name = 'default'] = process.argv.slice(2);
try {
  appendFileSync(env.PLANWRIGHT_OUTPUT ?? '', outputLine(await call(file, name)));
  // What it left open does not keep the task.
  process.exit(0);
} catch (error) {
  const why = error instanceof WrongCall ? error.message : inspect(error);
  process.stderr.write(`${FAILED_CALL}\n${why}\n`);
  process.exit(1);
}
