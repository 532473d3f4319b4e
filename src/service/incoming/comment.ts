import { leftOverText, notUnderstoodText } from '../../core/commands/command_texts.ts';
import { mayHoldCommands } from '../../core/commands/parse_commands.ts';
import type { ParsedCommand } from '../../core/commands/parsed_command.ts';
import { Refusal } from '../../core/refusal.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { carriedOutBefore, type Progress, rememberCarriedOut } from './carried_out.ts';
import { carryOut } from './carry_out.ts';
import type { CommentEvent } from './comment_event.ts';
import { type CommentPart, namesIn, partsOf } from './comment_parts.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayGive } from './may_give.ts';
import { type Occasion, savingNames, settingsOf } from './occasion.ts';
import type { CommandOutcome } from './order.ts';
import { NO_COMMAND, refuseCommand } from './refuse_command.ts';
import { replyScope } from './reply_scope.ts';
import { replyToComment } from './reply_to_comment.ts';
import { subjectOfComment } from './subject_of_comment.ts';

/**
 * A new comment on an issue or a pull request: the answers to questions in it, and the commands. What it says is read when the first of it is
 * carried out: whoever goes on after a process that died finds the same, whatever was asked or answered meanwhile.
 */
export async function handleComment(occasion: Occasion, event: CommentEvent): Promise<Handled> {
  const { github, sender } = occasion;
  if (sender.bot) return ignored('Bots command nothing.');
  const { id, body } = event.comment;
  const scope = await replyScope(occasion, event);
  const { parts, left, answers: areAnswers } = partsOf(occasion, body, scope);
  const before = await carriedOutBefore(
    occasion,
    id,
    parts.map(({ place }) => place),
  );
  if (parts.length === 0 && before === null && !mayHoldCommands(body, github)) return ignored(NO_COMMAND);
  const settings = await settingsOf(occasion);
  const progress = before === null || before === 'all' ? parts.map(notYet) : before;
  const meant = parts.filter(({ place }) => progress.some((each) => each.place === place));
  if (!(await mayGive(occasion, settings, meant.flatMap(namesIn)))) {
    return refuseCommand(occasion, event, settings, { answers: areAnswers });
  }
  if (progress.length === 0 && before === null) return ignored(NO_COMMAND);
  if (before === 'all') return ignored('The comment was carried out before.');
  const outcomes = await carryOutParts(occasion, event, settings, { parts: meant, progress });
  if (left > 0) outcomes.push({ kind: 'told', reply: leftOverText(left) });
  await replyToComment(occasion, event, outcomes, [rememberCarriedOut(occasion, id, 'all')]);
  return SETTLED;
}

function notYet({ place }: CommentPart): Progress {
  return { place, outcome: null };
}

/** Carries out what was not yet. Answers what came of all of it, in its order. */
async function carryOutParts(
  occasion: Occasion,
  event: CommentEvent,
  settings: ParsedSettings,
  { parts, progress }: { readonly parts: readonly CommentPart[]; readonly progress: readonly Progress[] },
): Promise<CommandOutcome[]> {
  const done = [...progress];
  for (const [nth, { place, outcome }] of progress.entries()) {
    const part = outcome === null ? parts.find((each) => each.place === place) : undefined;
    if (part === undefined) continue;
    const then = done.with(nth, { place, outcome: { kind: 'taken' } });
    done[nth] = { place, outcome: await outcomeOf(occasion, event, settings, part.command, then) };
  }
  return done.flatMap(({ outcome }) => outcome ?? []);
}

async function outcomeOf(
  occasion: Occasion,
  event: CommentEvent,
  settings: ParsedSettings,
  command: ParsedCommand,
  then: readonly Progress[],
): Promise<CommandOutcome> {
  if (command.kind !== 'command') return { kind: 'misread', reply: notUnderstoodText(command) };
  try {
    const subject = await subjectOfComment(occasion, event);
    const also = [
      // What is set going is sent at once, and has to find the repository where it is now.
      ...(occasion.isKnown ? await savingNames(occasion) : []),
      rememberCarriedOut(occasion, event.comment.id, then),
    ];
    const { issue, comment } = event;
    return await carryOut(occasion, { command, issue, comment, settings, subject, also });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'told', reply: error.message };
  }
}
