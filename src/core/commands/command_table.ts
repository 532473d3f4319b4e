/** What people can write behind `/planwright`. `task`: whether a task's key follows. `built` false: known, and answered so. */
export const COMMANDS = {
  run: { task: 'none', built: true, does: 'starts the plan of this issue, label or not' },
  status: { task: 'none', built: true, does: 'brings the status comment up to date now' },
  pause: { task: 'none', built: true, does: 'stops agents gracefully, keeps their work, hands out nothing more' },
  resume: { task: 'none', built: true, does: 'goes on after a pause' },
  cancel: { task: 'optional', built: true, does: 'ends a task, or the whole run; once more: at once' },
  retry: { task: 'optional', built: true, does: 'sends a task back to work, or everything that failed' },
  skip: { task: 'required', built: true, does: 'goes on without a task' },
  help: { task: 'none', built: true, does: 'shows this list' },
  approve: { task: 'optional', built: false, does: 'approves what waits for approval' },
  answer: { task: 'none', built: false, does: 'answers a question' },
  take: { task: 'required', built: false, does: 'takes a task into your own hands' },
  return: { task: 'required', built: false, does: 'gives a task back to the agents' },
  budget: { task: 'none', built: false, does: 'changes the budget' },
  undo: { task: 'none', built: false, does: 'takes the last command back' },
} as const satisfies Record<string, CommandEntry>;

type CommandEntry = {
  readonly task: 'none' | 'optional' | 'required';
  readonly built: boolean;
  /** One line for the help. */
  readonly does: string;
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
