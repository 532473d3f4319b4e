import { placesText, SecretsInCommit } from '../../git/commit_secrets.ts';
import type { Attempt } from '../attempt.ts';
import { AttemptFailure, toFailure } from '../attempt_failure.ts';
import { askForConsent } from './ask_for_consent.ts';
import { ALLOW, classOfDiscarded, DISCARD, isAgents, LIST_LIMIT } from './consent.ts';
import { isDiscarded, secretLine } from './secret_consent.ts';

/**
 * What follows where a commit would hold secrets. Of what only looks like one a person is asked whether it may stand there: with a
 * command at once; an agent is told first, for mostly it can do without, and if it writes the same again it is asked. What the
 * runner knows as a secret, or a file is named after, is never asked about.
 *
 * @throws AttemptInterrupted where somebody is asked, AttemptFailure, or what it was given where that is none of its business
 */
export async function askAboutSecrets(attempt: Attempt, error: unknown): Promise<never> {
  if (!(error instanceof SecretsInCommit)) throw error;
  const { request } = attempt;
  const { found } = error;
  const list = [...new Set(found.map(secretLine))].join('\n');
  if (found.some(({ isKnown, place }) => isKnown || place === null) || list.length > LIST_LIMIT) throw error;
  if (isDiscarded(found, request)) {
    const message = `${error.message} A person has said that it may not.`;
    throw new AttemptFailure(classOfDiscarded(request), message, { cause: error });
  }
  if (isAgents(request) && request.number === 1) {
    throw new AttemptFailure('verification', `${toFailure(error).message} ${INSIST}`, { cause: error });
  }
  attempt.step = 'asking about what looks like a secret';
  const asked = {
    source: 'secret_shapes',
    text: questionText(placesText(found), isAgents(request)),
    details: list,
  } as const;
  return await askForConsent(attempt, asked, `${placesText(found)} may be committed`);
}

const INSIST =
  'Where it is none and has to stand there, as in a test of such tokens, write the very same again: then a person is asked.';

function questionText(places: string, isAgentsWork: boolean): string {
  return [
    `May this task commit what looks like a secret: ${places}?`,
    `It is none that the runner knows, and its value is shown to nobody here. \`${ALLOW}\` lets these very values into these files, for all who may read the repository. ${
      isAgentsWork
        ? `In the work that is kept they are blotted out with \`*\`: the agent then writes them once more. \`${DISCARD}\` has it do without; what stands behind it, as in \`${DISCARD}, …\`, it is told.`
        : `\`${DISCARD}\` ends the task.`
    }`,
  ].join('\n');
}
