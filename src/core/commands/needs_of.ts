import { COMMANDS, type CommandName, type CommandNeeds } from './command_table.ts';

/** The settings that say who may write all of these commands, each once. What names no command (a near miss) needs what most of them do. */
export function needsOf(names: readonly CommandName[]): readonly CommandNeeds[] {
  return names.length === 0 ? ['commandPermission'] : [...new Set(names.map((name) => COMMANDS[name].needs))];
}
