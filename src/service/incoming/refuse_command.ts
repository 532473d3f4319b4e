import { mayNotText } from '../../core/commands/command_texts.ts';
import { parseCommands } from '../../core/commands/parse_commands.ts';
import { lanesOfIssues } from '../../core/incoming/lane_of.ts';
import { onlyAdminsText } from '../../core/report/not_started.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { permissionText } from '../../core/settings/settings_texts.ts';
import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored } from './handled.ts';
import type { Occasion } from './occasion.ts';
import { mayBeToldOfSettings } from './tell_settings.ts';

/** The most that are told so in one repository in an hour: strangers must not use up what the service may write. */
export const REFUSALS_AN_HOUR = 30;
/** For counting them. */
export const HOUR_MS = 3_600_000;

/** The note of what was refused, and not told any more. */
export const TOLD_TOO_OFTEN = 'Its sender may not command here; so many were told so this hour that this one was not.';

/** The note of a comment in which nobody commands. */
export const NO_COMMAND = 'The comment holds no command.';

/**
 * Whoever may not command sees a reaction, and a polite line where the repository wants one, or where its settings do not say
 * who may. Each is written at once or not
 * at all: whatever a stranger sends leaves nothing in the database but the delivery itself. Who was shown the reaction counts
 * as told. `meant`: whether the comment answers what is asked, by naming it; in mere talk nobody is told anything.
 */
export async function refuseCommand(
  occasion: Occasion,
  { issue, comment }: CommentEvent,
  parsed: ParsedSettings,
  meant: { readonly answers: boolean } = { answers: false },
): Promise<Handled> {
  const { github, repository } = occasion;
  if (await isRefusedTooOften(occasion)) {
    return ignored(TOLD_TOO_OFTEN);
  }
  const isMeant = meant.answers || parseCommands(comment.body, github).commands.length > 0;
  if (!isMeant) return ignored(NO_COMMAND);
  const line = await lineTo(occasion, parsed);
  const told = await github.turnAway(repository, { issue: issue.number, comment: comment.id, line });
  return told
    ? { kind: 'refused', note: 'Its sender may not command here and was told so.' }
    : ignored('Its sender may not command here, and could not be told so at once.');
}

/** Whether so many were refused in the repository this hour that nothing more is written for them. */
export async function isRefusedTooOften({ deps, incoming }: Occasion): Promise<boolean> {
  const now = deps.clock.now();
  // This one is held, and so is one of them.
  return (await deps.store.deliveries.refusedSince(lanesOfIssues(incoming.id), now - HOUR_MS, now)) > REFUSALS_AN_HOUR;
}

async function lineTo(occasion: Occasion, parsed: ParsedSettings): Promise<string | null> {
  if (await mayBeToldOfSettings(occasion, parsed)) return onlyAdminsText(parsed.problems, 'comment');
  const { refusal, commandPermission } = parsed.settings;
  return refusal === 'polite' ? mayNotText(occasion.sender.login, permissionText(commandPermission)) : null;
}
