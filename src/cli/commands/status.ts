import type { Command } from 'commander';
import { counted } from '../../core/text/counted.ts';
import { StatusResponse } from '../../protocol/operator.ts';
import type { RunView } from '../../protocol/views.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { nothingYet } from '../client/nothing_yet.ts';
import { type ClientOptions, withClient } from '../options.ts';
import { respond } from '../reply.ts';
import { printable } from '../terminal/printable.ts';
import { questionText } from '../text/question_line.ts';
import { runLine } from '../text/run_line.ts';
import { usageText } from '../text/usage_text.ts';

/** Waiting tasks that are listed. */
const WAITING_SHOWN = 20;

/** `planwright status`: active runs, runners, and what waits to be sent. */
export function addStatus(parent: Command, context: CliContext): void {
  withClient(parent.command('status').description('show active runs and runners')).action((options: ClientOptions) =>
    respond(context, options.json === true, () =>
      nothingYet(nothing(context), () =>
        withConnection(context, options.repo, async ({ client, place }) => {
          const status = await answerOf(StatusResponse, client.api.v1.status.$get());
          return { data: status, text: statusText(status, place) };
        }),
      ),
    ),
  );
}

function nothing({ version }: CliContext): StatusResponse {
  return {
    version,
    runs: [],
    runners: [],
    differing: [],
    repositories: [],
    waiting: [],
    questions: [],
    outbox: { waiting: 0, dead: [] },
    deliveries: { waiting: 0, failing: 0, dead: [] },
  };
}

function statusText(status: StatusResponse, place: string): string {
  const { runs, runners, differing, repositories, waiting, questions, outbox, deliveries } = status;
  const now = Date.now();
  const live = runners.filter((runner) => runner.live);
  return [
    runs.length === 0 ? `No run is active at ${place}.` : `${counted(runs.length, 'active run')} at ${place}:`,
    ...runs.flatMap((run) => [`  ${runLine(run, now)}`, ...pausedBecause(run)]),
    ...waiting
      .slice(0, WAITING_SHOWN)
      .map((row) => printable(`${row.task} of ${row.run} waits for ${row.waitsFor}.`).replace(/^/, '  ')),
    ...questions.map((row) => printable(`${row.task} of ${row.run} asks ${questionText(row)}`).replace(/^/, '  ')),
    live.length === 0 ? 'No runner is connected.' : `${counted(live.length, 'runner')} connected:`,
    ...live.flatMap(runnerLines),
    ...differing.map(({ text }) => printable(`Not the same everywhere: ${text}.`)),
    ...runners.filter((runner) => runner.revoked && runner.busy > 0).map(shutOutLine),
    ...repositories.map(({ name, usage }) => printable(`${name} has used ${usageText(usage)}.`)),
    ...(outbox.waiting > 0 ? [`${counted(outbox.waiting, 'write')} to the repository to be sent.`] : []),
    ...outbox.dead.map((dead) =>
      printable(`Never sent: ${dead.kind}${dead.run === null ? '' : ` of ${dead.run}`}: ${dead.message}`),
    ),
    ...(deliveries.failing > 0 ? [`${counted(deliveries.failing, 'webhook')} from GitHub to be processed again.`] : []),
    ...deliveries.dead.map((dead) =>
      printable(
        `Not processed: ${dead.event} of ${new Date(dead.receivedAt).toISOString()}: ${dead.message} \`planwright delivery retry ${dead.id}\` processes it anew.`,
      ),
    ),
  ].join('\n');
}

function pausedBecause({ state, reason, canceling }: RunView): readonly string[] {
  return state === 'paused' && reason !== null && !canceling ? [`    ${printable(reason.message)}`] : [];
}

function runnerLines({
  name,
  busy,
  slots,
  sandbox,
  agents,
  token,
  resting,
}: StatusResponse['runners'][number]): readonly string[] {
  const by = token === null ? '' : `  token ${token}`;
  const line = `${name}  ${busy} of ${counted(slots, 'slot')} busy  sandbox ${sandbox}  ${agents.join(', ')}${by}`;
  return [`  ${printable(line)}`, ...resting.map(({ text }) => `    rests: ${printable(text)}`)];
}

function shutOutLine({ name, token, busy }: StatusResponse['runners'][number]): string {
  const held =
    busy === 1
      ? '1 attempt goes to another when its lease ends'
      : `${busy} attempts go to others when their leases end`;
  return printable(`${name} is shut out, for its token ${token} was revoked: ${held}.`);
}
