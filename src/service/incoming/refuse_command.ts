import { mayNotText } from '../../core/commands/command_texts.ts';
import { parseCommands } from '../../core/commands/parse_commands.ts';
import { onlyAdminsText } from '../../core/report/not_started.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { permissionText } from '../../core/settings/settings_texts.ts';
import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored } from './handled.ts';
import type { Occasion } from './occasion.ts';
import { isRefusedTooOften, TOLD_TOO_OFTEN } from './refused_too_often.ts';
import { mayBeToldOfSettings } from './tell_settings.ts';

/** The note of a comment in which nobody commands. */
export const NO_COMMAND = 'The comment holds no command.';

/**
 * Whoever may not command sees a reaction, and a polite line where the repository wants one, or where its settings do not say
 * who may. Each is written at once or not at all: whatever a stranger sends leaves nothing in the database but the delivery itself. Who was shown the reaction counts
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

async function lineTo(occasion: Occasion, parsed: ParsedSettings): Promise<string | null> {
  if (await mayBeToldOfSettings(occasion, parsed)) return onlyAdminsText(parsed.problems, 'comment');
  const { refusal, commandPermission } = parsed.settings;
  return refusal === 'polite' ? mayNotText(occasion.sender.login, permissionText(commandPermission)) : null;
}
