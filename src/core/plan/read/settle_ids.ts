import type { KnownTask } from '../find_task.ts';
import { keepIds } from '../keep_ids.ts';
import { planLimits } from '../limits.ts';
import type { DraftGroup, DraftTask } from './draft.ts';
import { type ProblemList, quoted } from './problems.ts';
import { isIdShaped } from './task_line.ts';

/** The ids of all tasks and groups, in their order. */
export type SettledIds = { readonly tasks: readonly string[]; readonly groups: readonly string[] };

/**
 * Gives everything an id. What the author wrote comes first; then groups are named after their titles, and tasks
 * are numbered, both stepping aside for ids that are taken. Ids are unique ignoring case.
 *
 * @param earlier the tasks of earlier versions of the plan: they keep their ids, and nobody else gets one of those
 */
export function settleIds(
  tasks: readonly DraftTask[],
  groups: readonly DraftGroup[],
  problems: ProblemList,
  earlier: readonly KnownTask[] = [],
): SettledIds {
  const taken = new Map<string, number>();
  const written = [...tasks, ...groups].sort((left, right) => left.line - right.line);
  for (const { writtenId, line } of written) {
    if (writtenId === undefined) continue;
    checkId(writtenId, line, problems);
    const earlier = taken.get(writtenId.toLowerCase());
    if (earlier === undefined) taken.set(writtenId.toLowerCase(), line);
    else
      problems.problem(
        line,
        'duplicate-id',
        `The id ${quoted(writtenId)} is taken by line ${earlier}.`,
        'Give one of them another id; upper and lower case are the same.',
      );
  }
  const free = (wanted: string, next: (attempt: number) => string): string => {
    let id = wanted;
    for (let attempt = 2; taken.has(id.toLowerCase()); attempt++) id = next(attempt);
    taken.set(id.toLowerCase(), 0);
    return id;
  };
  const kept = keepIds(tasks, earlier).map((id) => (id === undefined || taken.has(id.toLowerCase()) ? undefined : id));
  for (const { id } of earlier) taken.set(id.toLowerCase(), taken.get(id.toLowerCase()) ?? 0);
  const slugCounts = new Map<string, number>();
  const groupIds = groups.map((group) => {
    if (group.writtenId !== undefined) return group.writtenId;
    const slug = slugOf(group.title);
    const id = free(slug, (attempt) => {
      const number = Math.max(attempt, (slugCounts.get(slug) ?? 1) + 1);
      slugCounts.set(slug, number);
      return `${slug}-${number}`;
    });
    return id;
  });
  let number = 0;
  const nextNumber = () => {
    number += 1;
    return `t${number}`;
  };
  const spelled = new Map(earlier.map(({ id }) => [id.toLowerCase(), id]));
  const idOf = (task: DraftTask, index: number) =>
    task.writtenId === undefined
      ? (kept[index] ?? free(nextNumber(), nextNumber))
      : (spelled.get(task.writtenId.toLowerCase()) ?? task.writtenId);
  return { tasks: tasks.map(idOf), groups: groupIds };
}

/** A title as an id: what fits the pattern in lower case, joined by hyphens; `group` when nothing does. */
export function slugOf(title: string): string {
  const words = title
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/\.(?![a-z0-9])|(?<![a-z0-9])\./g, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, 48)
    .replace(/^[-.]+|[-.]+$/g, '');
  const slug = words.endsWith('.lock') || words === 'plan' ? `${words}-group` : words;
  return isIdShaped(slug) ? slug : 'group';
}

function checkId(id: string, line: number, problems: ProblemList): void {
  if (id.length > planLimits.idCharacters) {
    problems.problem(
      line,
      'bad-id',
      `The id ${quoted(id)} has ${id.length} characters; the limit is ${planLimits.idCharacters}.`,
      'Shorten it; ids become parts of branch names.',
    );
  } else if (/\.lock$/i.test(id)) {
    problems.problem(
      line,
      'bad-id',
      `The id ${quoted(id)} ends in \`.lock\`, which git refuses in branch names.`,
      'Choose another id.',
    );
  } else if (id.toLowerCase() === 'plan') {
    problems.problem(line, 'bad-id', 'The id `plan` is the name of the integration branch.', 'Choose another id.');
  }
}
