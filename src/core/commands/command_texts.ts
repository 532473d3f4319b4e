import { quoted } from '../plan/read/problems.ts';
import { nearest } from '../plan/suggest.ts';
import type { RunRecord } from '../records.ts';
import { runHasEnded } from '../run/run_state.ts';
import { code } from '../text/fence.ts';
import { someKeys } from '../text/some_keys.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName, isBuilt, usageOf } from './command_table.ts';
import { COMMANDS_AT_MOST } from './parse_commands.ts';
import type { GivenCommand, ParsedCommand } from './parsed_command.ts';

/** What commands are answered with, as Markdown, one or two sentences each. What others wrote stands in code. */

/** How to write commands, and their table. */
export function helpText(appSlug: string): string {
  const intro = `Write one command a line; \`@${appSlug} …\` means the same. A task is named by its key; in its pull request the key can be left out.`;
  return `${intro}\n\n${commandTable()}`;
}

/** What can be written, and what it does. */
export function commandTable(): string {
  const rows = COMMAND_NAMES.filter(isBuilt).map((name) => `| \`${usageOf(name)}\` | ${COMMANDS[name].does} |`);
  return ['| command | what it does |', '| --- | --- |', ...rows].join('\n');
}

/** Why a line was not carried out. */
export function notUnderstoodText(command: Exclude<ParsedCommand, GivenCommand>): string {
  switch (command.kind) {
    case 'not_built':
      return `\`/planwright ${command.name}\` is not built yet. Nothing was changed.`;
    case 'unknown':
      return command.suggestion === null
        ? `I do not know ${quoted(command.written)}. \`/planwright help\` lists the commands.`
        : `I do not know ${quoted(command.written)}. Did you mean ${quoted(command.suggestion)}?`;
    case 'too_many_words':
      return `${quoted(command.written)} has more words than \`${usageOf(command.name)}\` takes. Did you mean ${quoted(command.suggestion)}?`;
    case 'unclear': {
      const asked = command.questions.map((n) => `Q${n}`);
      const which = `${quoted(command.written)} may answer ${asked.slice(0, -1).join(', ')}${asked.length > 1 ? ' or ' : ''}${asked.at(-1)}.`;
      return `${which} Name the one you mean: ${code(`${asked[0]} ${command.written}`)}.`;
    }
    case 'put_off':
      return `${quoted(command.written)} reads as no answer to Q${command.n}, which stays open. If it is one: \`/planwright answer Q${command.n} …\`.`;
    case 'lacking': {
      if (COMMANDS[command.name].takes === 'amount') {
        return `${quoted(command.written)} names no amount. Write \`/planwright ${command.name} +$5\` or \`+2M tokens\` to add, \`$30\` to set.`;
      }
      const lacks = `${quoted(command.written)} lacks something. Write it as \`${usageOf(command.name)}\`.`;
      return command.suggestion === null ? lacks : `${lacks} Did you mean ${quoted(command.suggestion)}?`;
    }
    default:
      return command satisfies never;
  }
}

/** A comment held more commands than are taken of one. */
export function leftOverText(left: number): string {
  return `I take ${COMMANDS_AT_MOST} commands of one comment; the last ${left} were left out.`;
}

/** The run has no task of that key. */
export function noSuchTaskText(key: string, keys: readonly string[]): string {
  const near = nearest(key, keys);
  const mend = near === undefined ? 'The status comment lists its tasks.' : `Did you mean \`${near}\`?`;
  return `The plan has no task ${quoted(key)}. ${mend}`;
}

/** A command needs to be told which task; `keys` are those with which it could do anything. */
export function whichTaskText(name: CommandName, keys: readonly string[]): string {
  const [first] = keys;
  if (first === undefined) return `There is no task ${OF_A_RUN[name].replace('of which a task', 'that')}.`;
  return `Which task? It can be ${someKeys(keys)}. Write \`/planwright ${name} ${first}\`, for example.`;
}

/** What there would be to do with a run, where there is one. */
const OF_A_RUN: Readonly<Record<CommandName, string>> = {
  run: 'to run',
  status: 'to show',
  pause: 'to pause',
  resume: 'to resume',
  cancel: 'to cancel',
  retry: 'to retry',
  skip: 'of which a task could be skipped',
  help: 'to explain',
  approve: 'to approve',
  answer: 'that asks anything',
  take: 'of which a task could be taken',
  return: 'of which a task could be given back',
  budget: 'that could have a budget',
  undo: 'of which something could be undone',
};

/** There is no run that the command could be about. */
export function noRunText(name: CommandName, label: string): string {
  return `There is no run here ${OF_A_RUN[name]}. Set the label \`${label}\` on an issue with a plan, or write \`/planwright run\` there, to start one.`;
}

/** A pull request is asked to be run. */
export const NOT_IN_A_PULL_REQUEST = 'A plan is an issue. Write `/planwright run` there.';

/** A closed issue is asked to be run. */
export const CLOSED_ISSUE = 'This issue is closed. Reopen it, then write `/planwright run`.';

/** A plan is asked to be run anew, and still does not start. */
export const NOT_STARTED_AGAIN = 'Nothing was started. My comment about this plan, further up, says why.';

/** A run is to be set going whose issue is closed. */
export function closedIssueText(command: CommandName, issue: number, state: RunRecord['state']): string {
  const closed = `The plan's issue #${issue} is closed, so nothing was changed.`;
  return runHasEnded(state)
    ? `${closed} With its label on, reopening it starts the plan anew; without, \`/planwright ${command}\` works once it is open.`
    : `${closed} Reopen it, then write \`/planwright ${command}\`.`;
}

/** All that a polite repository says to those who may not command. Nobody is mentioned. */
export function mayNotText(login: string, need: string): string {
  return `Commands here need ${need}, which ${code(login)} does not have. Nothing was changed.`;
}

/** An ended run is to be taken up again beside a later one of its plan. */
export const LATER_RUN_UNDER_WAY =
  'A later run of this plan is under way. Once it has ended, this one can be taken up again.';

/** What newer news have overtaken must not undo them. */
export const OVERTAKEN_TEXT =
  'Something newer happened here before I read this, so nothing was changed. Write it again if it still holds.';

/** A run is asked to start, or to go on, that has not ended. */
export function runsAlreadyText({ state, reason, cancel }: Pick<RunRecord, 'state' | 'reason' | 'cancel'>): string {
  if (cancel !== null) return 'The run is being canceled. Once it has ended, `/planwright run` starts another.';
  if (state === 'paused')
    return `The run is paused. ${reason?.message ?? ''} \`/planwright resume\` goes on.`.replace('  ', ' ');
  return `A run of this plan is ${state.replaceAll('_', ' ')} already; the status comment shows it.`;
}
