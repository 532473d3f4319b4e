import type { Command } from 'commander';
import { runName } from '../../core/text/run_name.ts';
import type { Client } from '../../http/client.ts';
import { AnswerResponse, StatusResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { person } from '../client/person.ts';
import { type ClientOptions, withClient } from '../options.ts';
import { respond } from '../reply.ts';
import { printable } from '../terminal/printable.ts';

type Options = ClientOptions & { readonly run?: string };

/** `planwright answer Q3 TEXT…`: answers what a task asks, so that it goes on. */
export function addAnswer(parent: Command, context: CliContext): void {
  const command = parent
    .command('answer')
    .description('answer what a task asks, so that it goes on')
    .argument('<question>', 'its number (Q3), or the task that asks')
    .argument('<text...>', 'an option by its text or number, or your own words')
    .option('--run <run>', 'the run that asks; default: the one that asks anything, else the newest');
  withClient(command).action((question: string, words: string[], options: Options) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client, isCarried }) => {
        if (words.join('').trim() === '')
          throw usageError('usage', `The answer is empty; write what ${question} is to be told.`);
        const run = options.run === undefined ? await askingRun(client) : await runOrNewest(client, options.run);
        const answer = await answerOf(
          AnswerResponse,
          client.api.v1.runs[':run'].questions[':question'].answer.$post({
            param: { run, question: encodeURIComponent(question) },
            json: { text: words.join(' '), by: person() },
          }),
        );
        const { n, task, answer: said } = answer.question;
        const goesOn =
          answer.run.issue === null && !isCarried ? '; a local run goes on with `planwright plan run FILE`' : '';
        const text = `Q${n} of ${task === null ? '' : `${task} in `}${runName(answer.run)} is answered: ${said}${goesOn}`;
        return { data: answer, text: printable(text) };
      }),
    ),
  );
}

/** The one run that asks anything, else the newest. */
async function askingRun(client: Client): Promise<string> {
  const { questions, runs } = await answerOf(StatusResponse, client.api.v1.status.$get());
  const asking = runs.filter((run) => questions.some((question) => question.run === runName(run)));
  const [only, ...others] = asking;
  if (only !== undefined && others.length === 0) return only.id;
  if (only === undefined) return await runOrNewest(client, undefined);
  const names = asking.map(runName).join(', ');
  throw usageError('usage', `More than one run asks something: ${names}. Name the one that is meant with --run.`);
}
