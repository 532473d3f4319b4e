/**
 * What people can write behind `/planwright`: what follows the name, what its writer needs, what it does, and whether it is carried out
 * yet (`built` false: known, and answered so).
 */
export const COMMANDS = {
  run: {
    takes: 'nothing',
    needs: 'command_permission',
    built: true,
    does: 'starts the plan of this issue, label or not',
  },
  status: {
    takes: 'nothing',
    needs: 'command_permission',
    built: true,
    does: 'brings the status comment up to date now',
  },
  pause: {
    takes: 'nothing',
    needs: 'command_permission',
    built: true,
    does: 'stops agents gracefully, keeps their work, hands out nothing more',
  },
  resume: { takes: 'nothing', needs: 'command_permission', built: true, does: 'goes on after a pause' },
  cancel: {
    takes: 'optional_task',
    needs: 'command_permission',
    built: true,
    does: 'ends a task, or the whole run; once more: at once',
  },
  retry: {
    takes: 'optional_task',
    needs: 'command_permission',
    built: true,
    does: 'sends a task back to work, or everything that failed',
  },
  skip: { takes: 'task', needs: 'command_permission', built: true, does: 'goes on without a task' },
  help: { takes: 'nothing', needs: 'command_permission', built: true, does: 'shows this list' },
  approve: {
    takes: 'optional_task',
    needs: 'command_permission',
    built: true,
    does: 'approves what waits for approval',
  },
  answer: {
    takes: 'answer',
    needs: 'command_permission',
    built: true,
    does: 'answers a question; the task that asks may stand in place of `Q3`',
  },
  take: { takes: 'task', needs: 'command_permission', built: true, does: 'takes a task into your own hands' },
  return: {
    takes: 'task_and_words',
    needs: 'command_permission',
    built: true,
    does: 'gives a task back; what follows its key reaches the agent',
  },
  budget: {
    takes: 'amount',
    needs: 'command_permission',
    built: true,
    does: 'adds to what agents of the run may use, or sets it: `$30`, `+2M tokens`; alone: shows it',
  },
  undo: { takes: 'nothing', needs: 'command_permission', built: false, does: 'takes the last command back' },
} as const satisfies Record<string, CommandEntry>;

type CommandEntry = {
  readonly takes: CommandTakes;
  /** The repository's own `command-permission`: whoever has it may write all commands, whoever lacks it none. */
  readonly needs: 'command_permission';
  readonly built: boolean;
  /** One line for the help. */
  readonly does: string;
};

/**
 * What follows the name. `task`: in the pull request of a task its key may be left out. `task_and_words`: what is said about it as well. `answer`: which question, and the words.
 * `amount`: what the run may use, or use more.
 */
export type CommandTakes = 'nothing' | 'optional_task' | 'task' | 'task_and_words' | 'answer' | 'amount';

/** What follows the name, as the help shows it. */
export const USAGES: Readonly<Record<CommandTakes, string>> = {
  nothing: '',
  optional_task: ' [task]',
  task: ' task',
  task_and_words: ' task …',
  answer: ' Q3 …',
  amount: ' [+$5]',
};

/** A command by its name. */
export type CommandName = keyof typeof COMMANDS;

/** A command that is carried out. */
export type BuiltCommand = {
  [Name in CommandName]: (typeof COMMANDS)[Name]['built'] extends true ? Name : never;
}[CommandName];

/** All names, in the order of the help. */
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** Whether a word names a command. */
export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

/** Whether a command is carried out. */
export function isBuilt(name: CommandName): name is BuiltCommand {
  return COMMANDS[name].built;
}

/** How a command is written. */
export function usageOf(name: CommandName): string {
  return `/planwright ${name}${USAGES[COMMANDS[name].takes]}`;
}
