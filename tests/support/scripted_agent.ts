import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const PROGRAM = fileURLToPath(new URL('../fixtures/agents/scripted_agent.mjs', import.meta.url));

const Files = z.record(z.string(), z.string());

/** One thing that the scripted agent does; `tests/fixtures/agents/scripted_agent.mjs` says what each means. */
export const Step = z.union([
  z.strictObject({ say: z.string() }),
  z.strictObject({ use: z.number().int() }),
  z.strictObject({ conversation: z.string() }),
  z.strictObject({ write: Files }),
  z.strictObject({ append: Files }),
  z.strictObject({ delete: z.array(z.string()) }),
  z.strictObject({ shell: z.string() }),
  z.strictObject({ tool: z.array(z.union([z.string(), z.number()])) }),
  z.strictObject({ meet: z.strictObject({ at: z.string(), parties: z.number().optional() }) }),
  z.strictObject({ hang: z.enum(['until-asked', 'stubborn']) }),
  z.strictObject({ 'answer-threads': z.string() }),
  z.strictObject({ exit: z.number().int() }),
]);

/** What the agent does, by task and attempt; attempts beyond the last that is described repeat it. */
export const Script = z.record(z.string(), z.array(z.array(Step)));
export type Script = z.infer<typeof Script>;

/**
 * Installs the agent with its script into a folder of its own, as one installs a program: the sandbox shows it what lies
 * beside it.
 * @returns the command of its provider
 */
export function installScriptedAgent(folder: string, script: Script, meetingPoint: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "scripted-agent", "type": "module" }\n');
  writeFileSync(join(folder, 'script.json'), JSON.stringify({ meetingPoint, tasks: script }));
  const program = join(folder, 'scripted_agent.mjs');
  cpSync(PROGRAM, program);
  return [process.execPath, program];
}
