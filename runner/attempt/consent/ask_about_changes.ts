import { DETAILS_LIMIT } from '../../../src/protocol/questions.ts';
import type { ChangedPath } from '../../git/changed_paths.ts';
import type { Attempt, Place } from '../attempt.ts';
import { AttemptFailure } from '../attempt_failure.ts';
import { askForConsent } from './ask_for_consent.ts';
import { ALLOW, classOfDiscarded, DISCARD, isAgents, LIST_LIMIT } from './consent.ts';
import { linesOf, protectedChanges } from './protected_changes.ts';

/** The most changes that the question itself names. */
const NAMED_AT_MOST = 10;

/**
 * Lets no protected change through of which nobody has said that it may be: a person is asked, and the attempt ends until there is
 * an answer.
 *
 * @throws AttemptInterrupted where somebody is asked; AttemptFailure `agent_error` where there are more than can be asked about
 */
export async function askAboutChanges(attempt: Attempt, place: Place, commit: string): Promise<void> {
  const { request, surroundings, control } = attempt;
  const signal = control.signals.stopping;
  const { trusted, mirror } = place;
  const { unasked, discarded } = await protectedChanges(surroundings.git, mirror, { trusted, commit }, request, signal);
  if (discarded.length > 0) throw new AttemptFailure(classOfDiscarded(request), againText(discarded));
  if (unasked.length === 0) return;
  attempt.step = 'asking about protected paths';
  const list = linesOf(unasked);
  if (list.length > LIST_LIMIT) {
    const message = `${unasked.length} protected paths were changed, which is more than anybody can be asked about; leave them as they are`;
    throw new AttemptFailure('agent_error', message);
  }
  const paths = unasked.map(({ path }) => path);
  const diff = await surroundings.git.diffText(mirror, [trusted, commit], paths, signal);
  const asked = {
    source: 'protected_paths',
    text: questionText(unasked, isAgents(request)),
    details: shortened(`${list}\n\n${diff}`),
  } as const;
  await askForConsent(attempt, asked, `${namesOf(unasked)} may be changed`);
}

function againText(changes: readonly ChangedPath[]): string {
  return `what a person has discarded was changed again: ${namesOf(changes)}; leave it as it was`;
}

function questionText(changes: readonly ChangedPath[], isAgentsWork: boolean): string {
  const discarded = isAgentsWork
    ? `puts the files back and goes on with the rest; what stands behind it, as in \`${DISCARD}, …\`, the agent is told.`
    : 'ends the task.';
  return [
    `May this task change what is protected: ${namesOf(changes)}?`,
    `\`${ALLOW}\` takes over these very contents. \`${DISCARD}\` ${discarded}`,
  ].join('\n');
}

function namesOf(changes: readonly ChangedPath[]): string {
  const names = changes.map(
    ({ path, status }) => `\`${path.replaceAll('`', "'").slice(0, 200)}\` (${status.replace('_', ' ')})`,
  );
  const more = names.length - NAMED_AT_MOST;
  return [...names.slice(0, NAMED_AT_MOST), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function shortened(text: string): string {
  if (text.length <= DETAILS_LIMIT) return text;
  const end = '\n… (shortened)';
  return `${text.slice(0, DETAILS_LIMIT - end.length)}${end}`;
}
