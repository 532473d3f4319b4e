import { z } from 'zod';

/** A function of a module in the repository that does a task: the export of a JavaScript or TypeScript module, or a function of a Python file. */
export const FunctionCall = z.object({
  language: z.enum(['javascript', 'python']),
  /** From the root of the repository. */
  file: z.string().min(1).max(1_024),
  /** The export's name (`default` where the plan names none), or the function's. */
  name: z.string().min(1).max(200),
});
export type FunctionCall = z.infer<typeof FunctionCall>;

/** As a plan writes it: `scripts/release.mjs#bump`, `tasks/report.py:make`. */
export function functionCallText({ language, file, name }: FunctionCall): string {
  if (language === 'python') return `${file}:${name}`;
  return name === 'default' ? file : `${file}#${name}`;
}
