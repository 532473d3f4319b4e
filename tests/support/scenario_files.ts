import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Fields that an event must have, those of its data among them; `/…/` is a regular expression. */
export const EventPattern = z.record(z.string(), z.union([z.string(), z.number()]));
export type EventPattern = z.infer<typeof EventPattern>;

/** Parts that a text must have, and others that it must not. */
export const Texts = z.strictObject({ has: z.array(z.string()).default([]), lacks: z.array(z.string()).default([]) });
export type Texts = z.infer<typeof Texts>;

/** Reads a file of a scenario; where there is none, `absent` stands for what it holds. */
export type ReadYaml = <Schema extends z.ZodType>(file: string, schema: Schema, absent: unknown) => z.output<Schema>;

/** The names of all scenarios in a folder: the folders in it. */
export function scenariosIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The plan of a scenario, and what reads its other files, all of them data; one that does not fit is an error that says what is wrong. */
export function scenarioFiles(folder: string): { readonly plan: string; readonly yaml: ReadYaml } {
  return {
    plan: readFileSync(join(folder, 'plan.md'), 'utf8'),
    yaml: (file, schema, absent) => {
      const path = join(folder, file);
      const read = schema.safeParse(existsSync(path) ? parse(readFileSync(path, 'utf8')) : absent);
      if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`);
      return read.data;
    },
  };
}
