import { visibleText } from '../../text/visible_text.ts';
import { type BudgetOrder, budgetOrderIn } from '../plan/read/budget_order.ts';
import type { CommandTakes } from './command_table.ts';
import type { SpokenLine } from './spoken_lines.ts';

/** What a command was given, by what it takes. */
export type CommandArguments = {
  readonly nothing: null;
  /** null: none is named. */
  readonly optional_task: string | null;
  readonly task: string | null;
  /** `words` '': nothing is said. In a pull request of a task, where its key may be left out, the first of them may stand as `task`. */
  readonly task_and_words: { readonly task: string | null; readonly words: string };
  /**
   * `about`: `Q3`, or the key of the task that asks; `text`: what can be seen of what follows; `whole`: both, where in a pull request neither is named.
   * `isMadeOut`: the number was not written, but follows from what was.
   */
  readonly answer: {
    readonly about: string;
    readonly text: string;
    readonly whole: string;
    readonly isMadeOut?: true;
  };
  /** null: it is to be shown. */
  readonly amount: BudgetOrder | null;
};

/** What follows a command's name, or why that is nothing it takes; `meant`: what may have been meant, where that can be said. */
export type ReadArgument<Takes extends CommandTakes> =
  | { readonly kind: 'read'; readonly argument: CommandArguments[Takes] }
  | { readonly kind: 'too_many'; readonly meant: string }
  | { readonly kind: 'lacking'; readonly meant: string | null };

/** Longer words are no command's name and no task's key. */
export const WORD_CHARACTERS = 100;

/** How what follows a command's name is read; `line` is where it stands. */
export const ARGUMENT_READERS: {
  readonly [Takes in CommandTakes]: (words: readonly string[], line: SpokenLine) => ReadArgument<Takes>;
} = {
  nothing: (words) => (words.length === 0 ? read(null) : { kind: 'too_many', meant: '' }),
  optional_task: (words) => readTask(words),
  task: (words) => readTask(words),
  task_and_words: ([first = ''], { text, below }) => {
    const task = withoutTicks(first);
    const said = text.replace(/^(?:\S+\s+){2}\S+\s*/, '');
    const words = task === '' || said === '' ? '' : [said, ...below.paragraph].join('\n').trim();
    return task.length > WORD_CHARACTERS
      ? { kind: 'too_many', meant: '' }
      : read({ task: task === '' ? null : task, words });
  },
  answer: ([about = ''], { text, below }) => {
    const name = withoutTicks(about).replace(/[:,]$/, '');
    if (name.length > WORD_CHARACTERS) return { kind: 'lacking', meant: null };
    const line = text.replace(/^\S+\s+\S+\s*/, '');
    const first = line.replace(/^\S+\s*/, '');
    const next = first === '' ? below.all : below.paragraph.join('\n');
    return read({
      about: name,
      text: line === '' ? '' : visibleText(`${first}\n${next}`).text.trim(),
      whole: visibleText(`${line}\n${next}`).text.trim(),
    });
  },
  amount: (words) => {
    if (words.length === 0) return read(null);
    const order = budgetOrderIn(withoutTicks(words.join(' ')));
    return order === null ? { kind: 'lacking', meant: null } : read(order);
  },
};

/** Keys are shown as code, and so people write them as code. */
export function withoutTicks(word: string): string {
  return word.replace(/^`+|`+$/g, '');
}

function read<Argument>(argument: Argument) {
  return { kind: 'read', argument } as const;
}

function readTask([first = '', ...more]: readonly string[]): ReadArgument<'optional_task' | 'task'> {
  const task = withoutTicks(first);
  if (task.length > WORD_CHARACTERS) return { kind: 'too_many', meant: '' };
  return more.length === 0 ? read(task === '' ? null : task) : { kind: 'too_many', meant: task };
}
