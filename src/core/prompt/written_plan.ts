/** The name of the output by which the orchestrator hands over a plan. */
export const PLAN_OUTPUT = 'plan';
/** Beside it, in what a task keeps for its next attempt: what was wrong with it. */
export const PROBLEMS_OUTPUT = 'problems';

/** From a fence around Markdown to the last of its like: a plan holds fences itself. */
const block = /^(`{3,}|~{3,})[ \t]*(?:markdown|md)[ \t]*\n([\s\S]*)\n\1[ \t]*$/im;

/** The plan in what an orchestrator gave and said: its output, else the block of Markdown in its last words, else these whole. */
export function writtenPlan(outputs: Readonly<Record<string, string>>, lastWords: string): string {
  const given = (outputs[PLAN_OUTPUT]?.trim() || lastWords).replace(/\r\n?/g, '\n');
  return block.exec(given)?.[2] ?? given;
}
