import type { CommandName } from '../../core/commands/command_table.ts';
import { needsOf } from '../../core/commands/needs_of.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import type { Occasion } from './occasion.ts';

/**
 * Whether the sender has what the table of commands asks of whoever writes these, or does the same by a tick, a button or a review.
 * Bots never have.
 */
export async function mayGive(
  { github, repository, sender }: Occasion,
  { settings }: ParsedSettings,
  names: readonly CommandName[],
): Promise<boolean> {
  if (sender.bot) return false;
  for (const need of needsOf(names)) {
    if (!(await github.authorization.may(repository, sender.login, settings[need]))) return false;
  }
  return true;
}
