import { inlineText } from './inline_text.ts';
import type { RunReport } from './run_report.ts';

const NAME_LIMIT = 200;

/**
 * Who started a run, whom it belongs to where that is somebody else, and who approved its plan, to be read after the run or its plan.
 * Mentions nobody.
 */
export function startedBy(report: RunReport): string {
  const { approvedBy } = report;
  const approved = approvedBy === undefined ? '' : `, approved by ${inlineText(approvedBy, NAME_LIMIT)}`;
  return `${startedFor(report)}${approved}`;
}

function startedFor({ run, startedBy: starter }: RunReport): string {
  const started = `started by ${inlineText(starter, NAME_LIMIT)}`;
  const isTheirs = run.owner.toLowerCase() === starter.toLowerCase();
  return isTheirs ? started : `${started} for ${inlineText(run.owner, NAME_LIMIT)}`;
}
