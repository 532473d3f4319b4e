import type { CommandName } from '../../core/commands/command_table.ts';
import { parseCommands } from '../../core/commands/parse_commands.ts';
import type { ParsedCommand } from '../../core/commands/parsed_command.ts';
import { type Reply, WHOLE_PLACE } from '../../core/replies/read_replies.ts';
import { unclearOption } from '../../core/replies/unclear_option.ts';
import type { Occasion } from './occasion.ts';
import { areMeant, asArgument, repliesIn, type replyScope } from './reply_scope.ts';

/**
 * Something that a comment says, as the command that it comes to. Whether words answer a question depends on what is asked when they are read;
 * `place` does not: it is where in the text they stand.
 */
export type CommentPart = { readonly place: string; readonly command: ParsedCommand };

/**
 * What a comment says: answers to questions first, then commands. `left`: commands beyond the most that one comment may hold. `answers`: whether
 * it means to answer what is asked.
 */
export type CommentParts = {
  readonly parts: readonly CommentPart[];
  readonly left: number;
  readonly answers: boolean;
};

/** Reads a comment, with the questions that it may answer. */
export function partsOf(occasion: Occasion, body: string, scope: Awaited<ReturnType<typeof replyScope>>): CommentParts {
  const replies = scope === null ? [] : repliesIn(occasion, body, scope);
  const unclear = scope === null || replies.length > 0 ? null : unclearOption(body, scope);
  const { commands, left } = parseCommands(body, occasion.github);
  const parts = [
    ...replies.map((reply) => ({ place: reply.place, command: asCommand(reply) })),
    ...(unclear === null ? [] : [{ place: WHOLE_PLACE, command: unclear }]),
    ...commands.map((command, nth) => ({ place: `/${nth}`, command })),
  ];
  return { parts, left, answers: scope !== null && areMeant(replies, scope) };
}

/** What is said to a question is what the command says, unless it reads as no answer. */
function asCommand({ n, text, named, isPutOff }: Reply): ParsedCommand {
  if (isPutOff) return { kind: 'put_off', n, written: text };
  return { kind: 'command', name: 'answer', argument: asArgument({ n, text, named }) };
}

/** What somebody needs permission for who writes it: an option that may answer several questions is meant as an answer, and what names a question may be. */
export function namesIn({ command }: CommentPart): readonly CommandName[] {
  if (command.kind === 'unclear' || command.kind === 'put_off') return ['answer'];
  return command.kind === 'unknown' ? [] : [command.name];
}
