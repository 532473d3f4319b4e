import { onlyAdminsText } from '../../core/report/not_started.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import { type Handled, SETTLED, settling } from './handled.ts';
import { nameAgain, type Occasion } from './occasion.ts';
import { showPlan } from './show_plan.ts';
import { type IssueEvent, isPlan } from './wanted_of_issue.ts';

/**
 * Whether the sender, who may not command, is kept from it by settings that do not say who may: then only admins may, of whom
 * perhaps none looks, while all with `write` may be able to mend the file.
 */
export async function mayBeToldOfSettings(
  { github, repository, sender }: Occasion,
  { commandersKnown }: ParsedSettings,
): Promise<boolean> {
  if (commandersKnown) return false;
  return github.authorization.may(repository, sender.login, { kind: 'role', atLeast: 'write' });
}

/** Says in the issue what is to be mended in the settings. Nothing starts, and no news count as acted upon. */
export async function tellSettings(
  occasion: Occasion,
  { issue }: IssueEvent,
  { settings, problems }: ParsedSettings,
): Promise<Handled> {
  const { deps } = occasion;
  await commit(deps, 'tell_settings', async (read) => {
    const { repository, saving } = await nameAgain(read, occasion);
    const hadRun = (await read.newestRun(repository.id, String(issue.number))) !== null;
    const next = isPlan(issue, settings.label) && !hadRun ? 'edit' : 'command';
    return {
      changes: [...saving, settling(occasion, 'Its sender was told what is to be mended in the settings.')],
      events: [],
      effects: [showPlan(repository, issue, onlyAdminsText(problems, next), deps.newId())],
      result: null,
    };
  });
  return SETTLED;
}
