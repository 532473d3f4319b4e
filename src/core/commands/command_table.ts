import type { CommandPermission, RepositorySettings } from '../settings/repository_settings.ts';

/**
 * What people can write behind `/planwright`: what follows the name, what its writer needs, what it does, and whether it is carried out
 * yet (`built` false: known, and answered so).
 */
export const COMMANDS = {
  run: {
    takes: 'nothing',
    needs: 'commandPermission',
    built: true,
    does: 'starts the plan of this issue, label or not',
  },
  approve: {
    takes: 'optional_task',
    needs: 'commandPermission',
    built: true,
    does: 'approves what waits for approval',
  },
  answer: {
    takes: 'answer',
    needs: 'commandPermission',
    built: true,
    does: 'answers a question, named by its number or task',
  },
  retry: {
    takes: 'optional_task',
    needs: 'commandPermission',
    built: true,
    does: 'sends a task back to work, or all that failed',
  },
  cancel: {
    takes: 'optional_task',
    needs: 'commandPermission',
    built: true,
    does: 'ends a task, or the whole run; once more: at once',
  },
  pause: {
    takes: 'nothing',
    needs: 'commandPermission',
    built: true,
    does: 'stops agents gracefully, keeps their work',
  },
  resume: { takes: 'nothing', needs: 'commandPermission', built: true, does: 'goes on after a pause' },
  skip: { takes: 'task', needs: 'commandPermission', built: true, does: 'goes on without a task' },
  take: { takes: 'task', needs: 'commandPermission', built: true, does: 'puts a task into your own hands' },
  return: {
    takes: 'task_and_words',
    needs: 'commandPermission',
    built: true,
    does: 'gives it back, with words for its agent',
  },
  budget: {
    takes: 'amount',
    needs: 'commandPermission',
    built: true,
    does: 'shows what agents may use, adds to it, or sets it (`$30`)',
  },
  undo: { takes: 'nothing', needs: 'commandPermission', built: false, does: 'takes the last command back' },
  status: { takes: 'nothing', needs: 'commandPermission', built: true, does: 'brings the status comment up to date' },
  help: { takes: 'nothing', needs: 'commandPermission', built: true, does: 'shows this list' },
} as const satisfies Record<string, CommandEntry>;

type CommandEntry = {
  readonly takes: CommandTakes;
  /** Decides who may write it, and who may do the same by a tick, a button or a review. */
  readonly needs: CommandNeeds;
  readonly built: boolean;
  /** One line for the help. */
  readonly does: string;
};

/** The setting of the repository that says who may. Today one says it of all commands. */
export type CommandNeeds = {
  [Key in keyof RepositorySettings]-?: RepositorySettings[Key] extends CommandPermission ? Key : never;
}[keyof RepositorySettings];

/**
 * What follows the name. `task`: in the pull request of a task its key may be left out. `task_and_words`: what is said about it as well. `answer`: which question, and the words.
 * `amount`: what the run may use, or use more.
 */
export type CommandTakes = 'nothing' | 'optional_task' | 'task' | 'task_and_words' | 'answer' | 'amount';

/** What follows the name, as the help shows it. */
const USAGES: Readonly<Record<CommandTakes, string>> = {
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
