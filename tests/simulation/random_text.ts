import type { SeededRandom } from './seeded_random.ts';

/** A task as the text of an issue has it. */
export type WrittenTask = {
  readonly id: string;
  readonly title: string;
  readonly after: readonly string[];
  readonly done: boolean;
};

/** The text of an issue that is a plan with `approve: plan`. */
export type WrittenPlan = {
  readonly context: string;
  readonly verify: string;
  readonly tasks: readonly WrittenTask[];
};

/** A plan of a few tasks that nobody has begun. */
export function firstText(random: SeededRandom): WrittenPlan {
  const ids = Array.from({ length: random.between(2, 5) }, (_, index) => `w${index + 1}`);
  const tasks = ids.map((id, index) => ({
    id,
    title: `Write ${id}`,
    after: random.some(ids.slice(0, index), 0.4),
    done: false,
  }));
  return { context: 'As it is.', verify: random.chance(0.5) ? '' : 'check', tasks };
}

/** What a person may make of it. Every title, text and command that is new has the number of the edit in it. */
export function editedText(before: WrittenPlan, random: SeededRandom, edits: number): WrittenPlan {
  const left = before.tasks.filter(() => random.chance(0.85));
  const added = Array.from({ length: random.between(0, 2) }, (_, index) => ({
    id: `n${random.chance(0.3) ? 0 : edits}-${index}`,
    title: `Add ${edits}`,
    after: [],
    done: false,
  })).filter(({ id }) => !left.some((task) => task.id === id));
  const all = [...left, ...added];
  const tasks = random.chance(0.2) ? all.toReversed() : all;
  const ids = tasks.map(({ id }) => id);
  const edited = tasks.map((task, index) => {
    const earlier = ids.slice(0, index);
    const kept = task.after.filter((id) => earlier.includes(id));
    return {
      ...task,
      title: random.chance(0.25) ? `Edited ${edits}` : task.title,
      after: random.chance(0.2) ? random.some(earlier, 0.4) : kept,
      done: task.done || random.chance(0.05),
    };
  });
  return {
    context: random.chance(0.1) ? `As of edit ${edits}.` : before.context,
    verify: random.chance(0.1) ? `check ${edits}` : before.verify,
    // A plan without tasks is none.
    tasks: edited.length > 0 ? edited : before.tasks.slice(0, 1),
  };
}

/** The same with one more box ticked by hand. */
export function tickedText(before: WrittenPlan, random: SeededRandom): WrittenPlan {
  const { id } = random.oneOf(before.tasks);
  return { ...before, tasks: before.tasks.map((task) => (task.id === id ? { ...task, done: true } : task)) };
}

/** One that cannot be followed: a task waits for another that there is not. */
export function brokenText(before: WrittenPlan): WrittenPlan {
  return { ...before, tasks: before.tasks.map((task) => ({ ...task, after: ['nowhere'] })) };
}

export function bodyOf({ context, verify, tasks }: WrittenPlan): string {
  const lines = tasks.map(({ id, title, after, done }) => {
    const waits = after.length === 0 ? '' : ` (after ${after.join(', ')})`;
    return `- [${done ? 'x' : ' '}] ${id}: ${title}${waits}`;
  });
  const settings = ['approve: plan', ...(verify === '' ? [] : [`verify: ${verify}`])];
  return [context, '', '```planwright', ...settings, '```', '', '## Tasks', ...lines, ''].join('\n');
}
