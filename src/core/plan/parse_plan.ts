import type { KnownTask } from './find_task.ts';
import { NO_TASKS } from './is_free_form.ts';
import { planLimits } from './limits.ts';
import type { Block } from './markdown/blocks.ts';
import { readBlocks } from './markdown/read_blocks.ts';
import type { ParsedPlan } from './parsed_plan.ts';
import type { PlanProblem } from './plan.ts';
import type { PlanIssues } from './plan_issues.ts';
import { assemblePlan } from './read/assemble_plan.ts';
import { findCycles } from './read/cycles.ts';
import { noteHiddenText } from './read/hidden_text.ts';
import { settleIssues } from './read/issue_tasks.ts';
import { contextOf } from './read/plan_context.ts';
import { ProblemList } from './read/problems.ts';
import { type Drafts, SectionReader } from './read/read_section.ts';
import { type RawSetting, readSettings } from './read/read_settings.ts';
import { findSections } from './read/sections.ts';
import { settingLines } from './read/setting_lines.ts';
import { readSettingsBlock } from './read/settings_block.ts';
import { settleDependencies } from './read/settle_dependencies.ts';
import { settleIds } from './read/settle_ids.ts';
import { draftSubIssues } from './read/sub_issue_drafts.ts';

/**
 * Reads a plan from Markdown. Never throws: what is wrong comes back as problems, all at once, sorted by line.
 * Bounded by {@link planLimits}, so that the worst input is answered within two seconds.
 *
 * @param earlier the tasks that earlier versions of the plan had, where this is an edit: ids that were counted follow titles
 * @param issues the issues that the plan names and those below its own, as they were read; null: it is outside GitHub
 */
export function parsePlan(
  markdown: string,
  earlier: readonly KnownTask[] = [],
  issues: PlanIssues | null = null,
): ParsedPlan {
  const problems = new ProblemList();
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (!withinLimits(markdown, lines, problems)) return refusedFor(problems);
  const blocks = readBlocks(lines, problems);
  const raws = readSettingsBlocks(blocks, problems);
  const values = readSettings(raws, 'plan', problems);
  const sections = findSections(blocks, values.headings ?? []);
  const drafts: Drafts = { groups: [], tasks: [], notes: [] };
  for (const section of sections)
    new SectionReader(lines, drafts, problems).read(blocks.slice(section.from, section.to));
  const isBelow = drafts.tasks.length === 0 && issues !== null && issues.below.length > 0;
  const issueOfLine = isBelow ? draftSubIssues(drafts, issues, lines.length, problems) : new Map<number, number>();
  if (drafts.tasks.length === 0 && problems.problems.length === 0) reportNoTasks(blocks, problems);
  settleIssues(drafts, issues, problems);
  const ids = settleIds(drafts.tasks, drafts.groups, problems, earlier);
  const dependencies = settleDependencies(drafts.tasks, drafts.groups, ids, problems);
  for (const cycle of findCycles(dependencies.edges)) {
    const names = [...cycle, cycle[0] ?? 0].map((position) => ids.tasks[position]).join(' → ');
    const line = drafts.tasks[cycle[0] ?? 0]?.line ?? 1;
    problems.problem(line, 'cycle', `\`${names}\` wait for each other.`, 'Remove one of the dependencies.');
  }
  noteHiddenText(lines, new Set(drafts.tasks.flatMap(({ valueLines }) => valueLines)), problems);
  const context = [contextOf(lines, blocks, sections), ...drafts.notes].filter((text) => text !== '').join('\n\n');
  const plan = assemblePlan({ context, values, drafts, ids, dependencies }, problems);
  if (problems.problems.length > 0) return refusedFor(problems, issueOfLine);
  const tasks = new Map(drafts.tasks.map((draft, index) => [ids.tasks[index] ?? '', draft.lines]));
  const read = isBelow ? { ...plan, fromSubIssues: true as const } : plan;
  return { ok: true, plan: read, warnings: byLine(problems.warnings), lines: { plan: settingLines(raws), tasks } };
}

function refusedFor(problems: ProblemList, issueOfLine: ReadonlyMap<number, number> = new Map()): ParsedPlan {
  const named = byLine(problems.problems).map((problem) => {
    const issue = issueOfLine.get(problem.line);
    return issue === undefined ? problem : { ...problem, issue };
  });
  return { ok: false, problems: named, warnings: byLine(problems.warnings) };
}

function byLine(list: readonly PlanProblem[]): PlanProblem[] {
  return [...list].sort((left, right) => left.line - right.line);
}

function withinLimits(markdown: string, lines: readonly string[], problems: ProblemList): boolean {
  const { characters, lineCharacters } = planLimits;
  const long = lines.findIndex((line) => line.length > lineCharacters);
  if (markdown.length > characters) {
    problems.problem(
      1,
      'too-large',
      `The plan has ${markdown.length} characters; the limit is ${characters}.`,
      'Split it into several plans.',
    );
  } else if (lines.length > planLimits.lines) {
    problems.problem(
      1,
      'too-large',
      `The plan has ${lines.length} lines; the limit is ${planLimits.lines}.`,
      'Split it into several plans.',
    );
  } else if (long >= 0) {
    problems.problem(
      long + 1,
      'too-large',
      `This line has ${lines[long]?.length} characters; the limit is ${lineCharacters}.`,
      'Break it into several lines.',
    );
  } else return true;
  return false;
}

function readSettingsBlocks(blocks: readonly Block[], problems: ProblemList): readonly RawSetting[] {
  const [first, ...more] = blocks.filter((block) => block.kind === 'settings');
  for (const block of more) {
    problems.problem(
      block.span.start + 1,
      'second-settings',
      `A plan has one \`planwright\` block; the first begins at line ${(first?.span.start ?? 0) + 1}.`,
      'Put all settings into one block.',
    );
  }
  return first ? readSettingsBlock(first.yaml, first.span.start + 1, problems) : [];
}

function reportNoTasks(blocks: readonly Block[], problems: ProblemList): void {
  const stray = blocks.find((block) => block.kind === 'item' && block.item.box !== 'none');
  const mend = 'Write `- [ ] title` items below a heading `## Tasks`.';
  if (stray) {
    problems.problem(
      stray.span.start + 1,
      'list-elsewhere',
      'This list stands under no heading named Tasks, so the plan has no tasks.',
      'Put it below a heading `## Tasks`, or name its heading in `headings:` of the `planwright` block.',
    );
  } else {
    problems.problem(1, NO_TASKS, 'The plan has no tasks.', mend);
  }
}
