import type { CommandName } from '../../core/commands/command_table.ts';
import { noticedInVain } from '../../core/decide/notice.ts';
import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { Refusal } from '../../core/refusal.ts';
import { type PressedOption, readAnswerButton } from '../../core/report/answer_button.ts';
import { readCheckName } from '../../core/report/check_name.ts';
import { refusedOptionNotice, refusedPressNotice } from '../../core/report/click_notices.ts';
import { giveAnswer } from '../commands/answer_question.ts';
import { cancelRun } from '../commands/cancel_run.ts';
import { cancelTask } from '../commands/cancel_task.ts';
import { requireQuestion } from '../commands/require_question.ts';
import { retryRun } from '../commands/retry_run.ts';
import { retryTask } from '../commands/retry_task.ts';
import { commit } from '../commit.ts';
import type { Subject } from '../observations/subject.ts';
import { settlingForGood } from './acted_upon.ts';
import { namedRun } from './answer_command.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayGive } from './may_give.ts';
import { type Occasion, savingNames, settingsOf } from './occasion.ts';
import { requireOpenIssue } from './require_open_issue.ts';
import { subjectOfPull } from './subject_of_pull.ts';

type CheckEvent = Extract<IncomingBody, { kind: 'check_action' }>;
type Press = { readonly by: string; readonly also: Awaited<ReturnType<typeof savingNames>> };

type Button = (occasion: Occasion, subject: Subject, press: Press) => Promise<null>;
/** The buttons that say the same whatever the work is about. */
type PlainButton = 'retry' | 'cancel';

/** What each button does. A second press of `cancel` says nothing new: whoever wants it at once writes the command twice. */
const BUTTONS: Readonly<Record<PlainButton, Button>> = {
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

/** A button, with the command that it stands for. */
function buttonOf(identifier: string): { readonly command: CommandName; readonly press: Button } | undefined {
  const option = readAnswerButton(identifier);
  if (option !== null) {
    return { command: 'answer', press: (occasion, subject, press) => answer(occasion, subject, option, press) };
  }
  return isPlain(identifier) ? { command: identifier, press: BUTTONS[identifier] } : undefined;
}

function isPlain(identifier: string): identifier is PlainButton {
  return Object.hasOwn(BUTTONS, identifier);
}

/** The button bears the number of its question, and hangs where that is shown: whenever it was pressed, it was seen. */
async function answer(
  occasion: Occasion,
  { run }: Subject,
  { n, option }: PressedOption,
  { by, also }: Press,
): Promise<null> {
  const question = await requireQuestion(occasion.deps, namedRun(occasion, run), `Q${n}`);
  const { deps, receivedAt } = occasion;
  return giveAnswer(deps, question.id, { text: String(option), by, at: receivedAt }, also);
}

/** Somebody pressed a button of one of our check runs. */
export async function handleCheckAction(occasion: Occasion, { identifier, check }: CheckEvent): Promise<Handled> {
  const button = buttonOf(identifier);
  if (button === undefined) return ignored('The button is none of ours.');
  if (occasion.sender.bot) return ignored('Bots command nothing.');
  const subject = await subjectOf(occasion, check);
  if (subject === null) return ignored('The check run is none of a run.');
  if (!(await mayGive(occasion, await settingsOf(occasion), [button.command]))) {
    return ignored('Its sender may not command here.');
  }
  const also = [
    ...(await savingNames(occasion)),
    ...settlingForGood(occasion, `The button ${identifier} was pressed.`),
  ];
  try {
    await button.press(occasion, subject, { by: occasion.sender.login, also });
    return SETTLED;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tellRefused(occasion, subject, identifier, error, also);
    return SETTLED;
  }
}

/** A button has no comment to answer, so the status comment tells why nothing was done. */
async function tellRefused(
  occasion: Occasion,
  { run, task }: Subject,
  button: string,
  refusal: Refusal,
  also: Press['also'],
): Promise<null> {
  const { deps, sender } = occasion;
  const option = readAnswerButton(button);
  const what =
    option === null
      ? refusedPressNotice(sender.login, button, task?.key ?? null, refusal.message)
      : refusedOptionNotice(sender.login, await asShown(occasion, run.id, option), refusal.message);
  return await commit(deps, 'refuse_button', async () => ({
    changes: also,
    events: [noticedInVain(run, what, task ?? undefined)],
    effects: [],
    result: null,
  }));
}

/** The option as its button showed it. */
async function asShown({ deps }: Occasion, run: string, { n, option }: PressedOption) {
  const [question] = await deps.store.read.questionsByNumber(run, n);
  return { n, option, text: question?.options[option - 1] };
}

/**
 * `planwright / <task>` is of that task, `planwright` of the run; the commit's pull requests say of which run, and where GitHub
 * names none, as after a merge, the commit does.
 */
async function subjectOf(
  occasion: Occasion,
  { name, headCommit, pulls }: CheckEvent['check'],
): Promise<Subject | null> {
  const found = readCheckName(name);
  if (found === null) return null;
  const key = found.task;
  for (const number of pulls.slice(0, 10)) {
    const subject = await subjectOfPull(occasion, { number, head: null });
    if (subject !== null && (subject.task?.key ?? null) === key) return subject;
  }
  const { deps, isKnown, repository } = occasion;
  return isKnown ? deps.store.read.subjectOfCommit(repository.id, key, headCommit) : null;
}
