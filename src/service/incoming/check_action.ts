import { noticed } from '../../core/decide/notice.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { Refusal } from '../../core/refusal.ts';
import { giveAnswer } from '../commands/answer_question.ts';
import { cancelRun } from '../commands/cancel_run.ts';
import { cancelTask } from '../commands/cancel_task.ts';
import { requireQuestion } from '../commands/require_question.ts';
import { retryRun } from '../commands/retry_run.ts';
import { retryTask } from '../commands/retry_task.ts';
import { commit } from '../commit.ts';
import { settlingForGood } from './acted_upon.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayCommand, type Occasion, savingNames, settingsOf } from './occasion.ts';
import { requireOpenIssue } from './require_open_issue.ts';
import { type Subject, subjectOfPull } from './subject.ts';

type CheckEvent = Extract<IncomingBody, { kind: 'check_action' }>;
type Press = { readonly by: string; readonly also: Awaited<ReturnType<typeof savingNames>> };

type Button = (occasion: Occasion, subject: Subject, press: Press) => Promise<null>;

/** What each button does. A second press of `cancel` says nothing new: whoever wants it at once writes the command twice. */
const BUTTONS: Readonly<Record<string, Button>> = {
  retry: async (occasion, { run, task }, { by, also }) => {
    await requireOpenIssue(occasion, run, null, 'retry');
    return task === null
      ? retryRun(occasion.deps, run.id, { by }, also)
      : retryTask(occasion.deps, task.id, { by }, also);
  },
  cancel: ({ deps }, { run, task }, { by, also }) =>
    task === null
      ? cancelRun(deps, run.id, { how: 'graceful', by, because: 'person' }, also)
      : cancelTask(deps, task.id, { how: 'graceful', by }, also),
};

/** Of a question: `answer:<number of the question>:<number of the option>`, both counted from 1. */
function buttonOf(identifier: string): Button | undefined {
  const [, n, option] = /^answer:(\d{1,6}):(\d{1,3})$/.exec(identifier) ?? [];
  if (n !== undefined && option !== undefined)
    return (occasion, subject, press) => answer(occasion, subject, { n: Number(n), option }, press);
  return Object.hasOwn(BUTTONS, identifier) ? BUTTONS[identifier] : undefined;
}

async function answer(
  { deps }: Occasion,
  { run }: Subject,
  { n, option }: { readonly n: number; readonly option: string },
  { by, also }: Press,
): Promise<null> {
  const question = await requireQuestion(deps, { id: run.id, name: 'The run' }, `Q${n}`);
  return giveAnswer(deps, question.id, { text: option, by }, also);
}

/** Somebody pressed a button of one of our check runs. */
export async function handleCheckAction(occasion: Occasion, { identifier, check }: CheckEvent): Promise<Handled> {
  const press = buttonOf(identifier);
  if (press === undefined) return ignored('The button is none of ours.');
  if (occasion.sender.bot) return ignored('Bots command nothing.');
  const subject = await subjectOf(occasion, check);
  if (subject === null) return ignored('The check run is none of a run.');
  if (!(await mayCommand(occasion, await settingsOf(occasion)))) return ignored('Its sender may not command here.');
  const also = [
    ...(await savingNames(occasion)),
    ...settlingForGood(occasion, `The button ${identifier} was pressed.`),
  ];
  try {
    await press(occasion, subject, { by: occasion.sender.login, also });
    return SETTLED;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tellRefused(occasion, subject, identifier, error, also);
    return SETTLED;
  }
}

/** A button has no comment to answer, so the status comment tells why nothing was done. */
function tellRefused(
  { deps, sender }: Occasion,
  { run, task }: Subject,
  button: string,
  refusal: Refusal,
  also: Press['also'],
): Promise<null> {
  const of = task === null ? 'the run' : `\`${task.key}\``;
  const what = `${sender.login} pressed \`${button}\` of ${of}, and nothing was done: ${refusal.message}`;
  return commit(deps, 'refuse_button', async () => ({
    changes: also,
    events: [noticed(run, what, task ?? undefined)],
    effects: [],
    result: null,
  }));
}

/**
 * `planwright / <task>` is of that task, `planwright` of the run; the commit's pull requests say of which run, and where GitHub
 * names none, as after a merge, the commit does.
 */
async function subjectOf(
  occasion: Occasion,
  { name, headCommit, pulls }: CheckEvent['check'],
): Promise<Subject | null> {
  const found = /^planwright(?: \/ (?<key>.+))?$/.exec(name);
  if (found === null) return null;
  const key = found.groups?.key ?? null;
  for (const number of pulls.slice(0, 10)) {
    const subject = await subjectOfPull(occasion, { number, head: null });
    if (subject !== null && (subject.task?.key ?? null) === key) return subject;
  }
  const { deps, isKnown, repository } = occasion;
  return isKnown ? deps.store.read.subjectOfCommit(repository.id, key, headCommit) : null;
}
