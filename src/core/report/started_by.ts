import { inlineText } from './inline_text.ts';
import type { RunReport } from './run_report.ts';

const NAME_LIMIT = 200;

/** Who started a run, and whom it belongs to where that is somebody else, to be read after the run or its plan. Mentions nobody. */
export function startedBy({ run, startedBy: starter }: RunReport): string {
  const started = `started by ${inlineText(starter, NAME_LIMIT)}`;
  const isTheirs = run.owner.toLowerCase() === starter.toLowerCase();
  return isTheirs ? started : `${started} for ${inlineText(run.owner, NAME_LIMIT)}`;
}
