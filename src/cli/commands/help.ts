import type { Command } from 'commander';

/**
 * `help` of a command that has others: shows the help of the one that is named. Commander's own shows that of the parent
 * where there is none of that name, and does not say so.
 */
export function addHelp(parent: Command): void {
  parent.helpCommand(false);
  parent
    .command('help [command...]')
    .description('show help for a command')
    .helpOption(false)
    .action(async (names: readonly string[]) => {
      let command = parent;
      for (const name of names) {
        const next = command.commands.find((one) => one.name() === name);
        // Words behind a command without others would be its arguments: it must not be carried out.
        if (next === undefined && command.commands.length === 0) break;
        // Called as if it were a command, it is refused with the names that are like it.
        if (next === undefined) await command.parseAsync([name], { from: 'user' });
        command = next ?? command;
      }
      command.help();
    });
}
