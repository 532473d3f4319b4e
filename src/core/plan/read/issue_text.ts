import type { IssueStanding, IssueText } from '../issue_said.ts';
import { readBlocks } from '../markdown/read_blocks.ts';
import { trimBlankLines } from './margin.ts';
import { ProblemList } from './problems.ts';
import { criterionOf } from './task_body.ts';

/**
 * An issue as what a task is told: its boxes are criteria, all else is instructions. Text that is more than a plan may be is
 * given as it stands.
 */
export function issueText(title: string, body: string, standing: IssueStanding): IssueText {
  const problems = new ProblemList();
  const lines = body.split(/\r\n|\n|\r/);
  const blocks = readBlocks(lines, problems);
  const shown = title.replace(/\s+/g, ' ').trim();
  if (problems.problems.length > 0) return { title: shown, instructions: body.trim(), criteria: [], standing };
  const boxes = blocks.flatMap((block) => (block.kind === 'item' && block.item.box !== 'none' ? [block] : []));
  const inBoxes = new Set(boxes.flatMap(({ span }) => range(span.start, span.end)));
  const rest = lines.filter((_line, index) => !inBoxes.has(index)).join('\n');
  return {
    title: shown,
    instructions: trimBlankLines(rest).trim(),
    criteria: boxes.map(({ item }) => criterionOf(item)),
    standing,
  };
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
