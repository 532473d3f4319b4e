import type { Command } from 'commander';
import { counted } from '../../core/text/counted.ts';
import { PRICES_AS_OF } from '../../core/usage/prices.ts';
import { StatusResponse } from '../../protocol/operator.ts';
import type { RunnerView } from '../../protocol/runner_view.ts';
import type { RunView } from '../../protocol/views.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { nothingYet } from '../client/nothing_yet.ts';
import { type ClientOptions, withClient } from '../options.ts';
import { respond } from '../reply.ts';
import { printable } from '../terminal/printable.ts';
import { ownCommand } from '../text/own_command.ts';
import { answerWords, openQuestionText } from '../text/question_line.ts';
import { runLine } from '../text/run_line.ts';
import { pricesLines, usageText } from '../text/usage_text.ts';

/** Waiting tasks that are listed. */
const WAITING_SHOWN = 20;

/** `planwright status`: active runs, runners, and what waits to be sent. */
export function addStatus(parent: Command, context: CliContext): void {
  withClient(parent.command('status').description('show active runs and runners')).action((options: ClientOptions) =>
    respond(context, options.json === true, () =>
      nothingYet(nothing(context), () =>
        withConnection(context, options.repo, async ({ client, place }) => {
          const status = await answerOf(StatusResponse, client.api.v1.status.$get());
          const how = { variables: context.variables, repo: options.repo };
          return { data: status, text: statusText(status, place, how) };
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
    pricesAsOf: PRICES_AS_OF,
    waiting: [],
    questions: [],
    outbox: { waiting: 0, dead: [] },
    deliveries: { waiting: 0, failing: 0, dead: [] },
  };
}

/** What a command to be typed next depends on. */
type Typing = { readonly variables: Readonly<Record<string, string | undefined>>; readonly repo: string | undefined };

function statusText(status: StatusResponse, place: string, how: Typing): string {
  const { runs, runners, differing, repositories, waiting, questions, outbox, deliveries } = status;
  const now = Date.now();
  const live = runners.filter((runner) => runner.live);
  return [
    runs.length === 0 ? `No run is active at ${place}.` : `${counted(runs.length, 'active run')} at ${place}:`,
    ...runs.flatMap((run) => [`  ${runLine(run, now)}`, ...pausedBecause(run)]),
    ...waiting
      .slice(0, WAITING_SHOWN)
      .map((row) => printable(`${row.task} of ${row.run} waits for ${row.waitsFor}.`).replace(/^/, '  ')),
    ...questionLines(questions, how),
    live.length === 0 ? 'No runner is connected.' : `${counted(live.length, 'runner')} connected:`,
    ...live.flatMap(runnerLines),
    ...differing.map(({ text }) => printable(`Not the same everywhere: ${text}.`)),
    ...runners.filter((runner) => runner.revoked && heldBy(runner) > 0).map(shutOutLine),
    ...repositories.map(({ name, usage }) => printable(`${name} has used ${usageText(usage)}.`)),
    ...pricesLines(
      repositories.map(({ usage }) => usage),
      status.pricesAsOf,
    ),
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

/** Each open question, and below it the command that answers it; where more than one run asks, it has to name its own. */
function questionLines(questions: StatusResponse['questions'], { variables, repo }: Typing): readonly string[] {
  const isOneRun = new Set(questions.map(({ run }) => run)).size === 1;
  return questions.flatMap((row) => {
    const words = [...answerWords(row), ...(isOneRun ? [] : ['--run', row.run])];
    return [
      `  ${printable(`${row.task === null ? row.run : `${row.task} of ${row.run}`} asks ${openQuestionText(row)}`)}`,
      `    ${printable(ownCommand(variables, words, repo))}`,
    ];
  });
}

function pausedBecause({ state, reason, canceling }: RunView): readonly string[] {
  return state === 'paused' && reason !== null && !canceling ? [`    ${printable(reason.message)}`] : [];
}

function runnerLines({
  name,
  busy,
  orchestrating,
  slots,
  sandbox,
  agents,
  token,
  resting,
}: RunnerView): readonly string[] {
  const by = token === null ? '' : `  token ${token}`;
  const kept = agents.length === 0 ? '' : `, the orchestrator's ${orchestrating > 0 ? 'busy' : 'free'}`;
  const line = `${name}  ${busy} of ${counted(slots, 'slot')} busy${kept}  sandbox ${sandbox}  ${agents.join(', ')}${by}`;
  return [`  ${printable(line)}`, ...resting.map(({ text }) => `    rests: ${printable(text)}`)];
}

function heldBy({ busy, orchestrating }: Pick<RunnerView, 'busy' | 'orchestrating'>): number {
  return busy + orchestrating;
}

function shutOutLine(runner: RunnerView): string {
  const { name, token } = runner;
  const count = heldBy(runner);
  const held =
    count === 1
      ? '1 attempt goes to another when its lease ends'
      : `${count} attempts go to others when their leases end`;
  return printable(`${name} is shut out, for its token ${token} was revoked: ${held}.`);
}
