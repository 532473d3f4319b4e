import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { CliContext } from './cli_context.ts';
import { usageError } from './cli_error.ts';

/** A plan as it was read, not yet parsed. */
export type PlanFile = {
  /** As it was named, for messages. */
  readonly name: string;
  readonly markdown: string;
};

/** Far above any plan that the parser takes; beyond it the file is not even read. */
const SIZE_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Reads a plan's file; `-` is standard input.
 * @throws CliError with what to do
 */
export async function readPlanFile(context: CliContext, name: string): Promise<PlanFile> {
  if (name === '-') return { name: 'standard input', markdown: await text(context.stdin) };
  const path = resolve(context.cwd, name);
  try {
    const entry = await stat(path);
    if (entry.isDirectory()) throw usageError('no_plan_file', `${name} is a folder; name the plan's file in it.`);
    if (entry.size > SIZE_LIMIT_BYTES) throw usageError('no_plan_file', `${name} is too large to be a plan.`);
    return { name, markdown: await readFile(path, 'utf8') };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.name === 'CliError') throw error;
    if (error.code === 'ENOENT') throw usageError('no_plan_file', `There is no file ${name}; check the path.`);
    throw usageError('no_plan_file', `${name} cannot be read (${error.code}); check its permissions.`);
  }
}
