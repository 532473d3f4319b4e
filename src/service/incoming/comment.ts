import type { Change } from '../../core/changes.ts';
import { leftOverText, notUnderstoodText } from '../../core/commands/command_texts.ts';
import { mayHoldCommands, parseCommands } from '../../core/commands/parse_commands.ts';
import type { ParsedCommand } from '../../core/commands/parsed_command.ts';
import type { ReactionContent } from '../../core/effects/effect.ts';
import type { NewEffect } from '../../core/effects/new_effect.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import { Refusal } from '../../core/refusal.ts';
import { showRun } from '../../core/run/run_effects.ts';
import type { ParsedSettings } from '../../core/settings/parse_settings.ts';
import { commit } from '../commit.ts';
import type { SliceReader } from '../ports/store.ts';
import { carriedOutBefore, rememberCarriedOut } from './carried_out.ts';
import { carryOut } from './carry_out.ts';
import type { CommentEvent } from './edited_comment.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { isOvertaken, noteIssue } from './note_issue.ts';
import { mayCommand, nameAgain, type Occasion, savingNames, settingsOf } from './occasion.ts';
import type { Answer } from './order.ts';
import { NO_COMMAND, refuseCommand } from './refuse_command.ts';
import { type Subject, subjectOfPull } from './subject.ts';

/** A comment on an issue or a pull request: the commands in it. */
export async function handleComment(occasion: Occasion, event: CommentEvent): Promise<Handled> {
  const { github, sender } = occasion;
  if (sender.bot) return ignored('Bots command nothing.');
  if (!mayHoldCommands(event.comment.body, github)) return ignored(NO_COMMAND);
  const settings = await settingsOf(occasion);
  if (!(await mayCommand(occasion, settings))) return refuseCommand(occasion, event, settings);
  const { commands, left } = parseCommands(event.comment.body, github);
  if (commands.length === 0) return ignored(NO_COMMAND);
  const before = await carriedOutBefore(occasion, event.comment.id);
  if (before === 'all') return ignored('The comment was carried out before.');
  const answers = [...before];
  for (const command of commands.slice(before.length)) {
    answers.push(await answerTo(occasion, event, settings, command, answers));
  }
  if (left > 0) answers.push({ kind: 'told', reply: leftOverText(left) });
  await answer(occasion, event, answers);
  return SETTLED;
}

async function answerTo(
  occasion: Occasion,
  event: CommentEvent,
  settings: ParsedSettings,
  command: ParsedCommand,
  before: readonly Answer[],
): Promise<Answer> {
  if (command.kind !== 'command') return { kind: 'misread', reply: notUnderstoodText(command) };
  try {
    const subject = await subjectOf(occasion, event);
    const also = [
      // What is set going is sent at once, and has to find the repository where it is now.
      ...(occasion.isKnown ? await savingNames(occasion) : []),
      rememberCarriedOut(occasion, event.comment.id, [...before, { kind: 'taken' }]),
    ];
    return await carryOut(occasion, { command, issue: event.issue, settings, subject, also });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'told', reply: error.message };
  }
}

/** Looked up anew for every command, since the one before it may have changed it. */
async function subjectOf(occasion: Occasion, { issue }: CommentEvent): Promise<Subject | null> {
  const { deps, repository, isKnown } = occasion;
  if (issue.isPull) return subjectOfPull(occasion, { number: issue.number, head: null });
  const run = isKnown ? await deps.store.read.newestRun(repository.id, String(issue.number)) : null;
  return run === null ? null : { run, task: null };
}

/** What shows that a command was read, whatever became of it. */
const REACTIONS: Readonly<Record<Answer['kind'], ReactionContent>> = { taken: '+1', told: 'eyes', misread: 'confused' };

/** One reply at most, in the order of the commands, and a reaction for each kind of answer. */
async function answer(occasion: Occasion, event: CommentEvent, answers: readonly Answer[]): Promise<void> {
  const { deps } = occasion;
  const replies = new Set(answers.flatMap(({ reply }) => reply ?? []));
  const reactions = new Set(answers.map(({ kind }) => REACTIONS[kind]));
  const shown = new Set(answers.flatMap((each) => (each.kind === 'taken' ? (each.show ?? []) : [])));
  const overtakes = answers.some((each) => each.kind === 'told' && each.overtakes === true);
  await commit(deps, 'answer_comment', async (read) => {
    const { repository, saving } = await nameAgain(read, occasion);
    const isNews = overtakes && !(await isOvertaken(read, repository, event.issue));
    const forgotten = await Promise.all([...shown].map((run) => forgetStatus(read, run)));
    return {
      changes: [
        ...saving,
        ...forgotten.flat(),
        ...(isNews ? [noteIssue(repository, event.issue)] : []),
        rememberCarriedOut(occasion, event.comment.id, 'all'),
        settling(occasion, `Its commands were answered: ${answers.map(({ kind }) => kind).join(', ')}.`),
      ],
      events: [],
      effects: [
        ...[...reactions].map((content) => reactTo(event, repository, content, deps.newId())),
        ...(replies.size === 0 ? [] : [replyTo(event, repository, [...replies].join('\n\n'), deps.newId())]),
        // The status comment is what shows how a run stands; no second one is written.
        ...[...shown].map((run) => showRun(run, deps.newId())),
      ],
      result: null,
    };
  });
}

/** Makes the status comment be written even if it says the same: whoever asks for it may not find it, since somebody deleted it. */
async function forgetStatus(read: SliceReader, run: string): Promise<readonly Change[]> {
  const status = (await read.shown(run)).filter(({ what }) => what === 'status');
  return status.map((each) => ({ kind: 'remember_shown', shown: { ...each, digest: '' } }));
}

function replyTo(
  { issue, comment }: CommentEvent,
  { id: repository }: RepositoryRecord,
  text: string,
  id: string,
): NewEffect {
  const effect = { kind: 'reply', issue: issue.number, to: comment.id, text } as const;
  return { id, lane: `reply:${comment.id}`, run: null, repository, effect };
}

function reactTo(
  { comment }: CommentEvent,
  { id: repository }: RepositoryRecord,
  content: ReactionContent,
  id: string,
): NewEffect {
  const effect = { kind: 'react', comment: comment.id, content } as const;
  return { id, lane: `react:${comment.id}`, run: null, repository, effect };
}
