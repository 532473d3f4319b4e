import { planLimits } from '../limits.ts';
import type { PlanProblem, PlanWarning } from '../plan.ts';
import { nearest } from '../suggest.ts';

/** Collects what one parse finds. */
export class ProblemList {
  readonly problems: PlanProblem[] = [];
  readonly warnings: PlanWarning[] = [];
  #suggestions = 0;

  /** Adds something that keeps the plan from starting. */
  problem(line: number, code: string, message: string, mend: string): void {
    this.problems.push({ code, line, message, mend });
  }

  /** Adds a remark that does not. */
  warning(line: number, code: string, message: string, mend: string): void {
    this.warnings.push({ code, line, message, mend });
  }

  /** The nearest candidate as a question; `otherwise` when nothing is near. */
  suggestion(wanted: string, candidates: Iterable<string>, otherwise: string): string {
    this.#suggestions += 1;
    const found = this.#suggestions <= planLimits.suggestions ? nearest(wanted, candidates) : undefined;
    return found === undefined ? otherwise : `Did you mean \`${found}\`?`;
  }
}

/** `text` between backticks, cut and on one line, so that it stays code in any comment or terminal. */
export function quoted(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const short = line.length > 80 ? `${[...line.slice(0, 79)].slice(0, -1).join('')}…` : line;
  return short.includes('`') ? `\`\` ${short} \`\`` : `\`${short}\``;
}
