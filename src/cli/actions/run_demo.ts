import { readLocalKnobs } from '../../config/local_knobs.ts';
import type { CliContext } from '../cli_context.ts';
import { connect } from '../client/connect.ts';
import { repositoryAt } from '../client/repository_at.ts';
import { DEMO_PLAN } from '../demo/demo_plan.ts';
import { deviations } from '../demo/deviations.ts';
import { readOutcome } from '../demo/read_outcome.ts';
import { createDemoFolder, type DemoFolder } from '../demo/scratch_repository.ts';
import { EXIT } from '../exit_code.ts';
import { planRunReply } from '../local_run/plan_run_reply.ts';
import { runPlan } from '../local_run/run_plan.ts';
import { reporterFor } from '../progress/reporter_for.ts';
import type { Reply } from '../reply.ts';
import { ownCommand } from '../text/own_command.ts';

/** Runs the demonstration and checks that it came to exactly what it has to. */
export async function runDemo(context: CliContext, json: boolean): Promise<Reply> {
  const folder = await createDemoFolder();
  const own = contextOf(context, folder);
  const reporter = reporterFor(context, json, undefined);
  reporter.note(`A plan of ten tasks runs on ${folder.repository}. Three of them are meant not to succeed.`);
  const repository = await repositoryAt(own, folder.repository);
  const knobs = readLocalKnobs(own.variables);
  const request = {
    name: 'book',
    markdown: DEMO_PLAN,
    repository,
    agent: undefined,
    settings: { user: null, own: null },
    slots: undefined,
    knobs,
  };
  const result = await runPlan(own, { ...request, again: false, approval: null, isWatched: false }, reporter);
  const again = ownCommand(context.variables, ['plan', 'run', folder.planFile], folder.repository);
  const command = `PLANWRIGHT_RUNNER_CONFIG=${folder.runnerFile} ${again}`;
  const reply = planRunReply(context, result, { command, repo: folder.repository });
  if (result.kind === 'interrupted') return reply;

  const connection = await connect(own, folder.repository);
  const outcome = await readOutcome(connection.client, result.snapshot, folder.repository).finally(connection.close);
  const found = deviations(outcome);
  const data = { repository: folder.repository, deviations: found, ...result.snapshot };
  const place = `The repository is kept: ${folder.repository} (git -C ${folder.repository} log --graph --oneline --all)`;
  if (found.length === 0) {
    return { data, text: `${reply.text}\n\nEverything came out as it had to.\n${place}` };
  }
  const message = `The demonstration did not come to what it has to: ${found.join(' ')}`;
  return {
    data,
    text: [reply.text, '', 'Not as it had to be:', ...found.map((one) => `  ${one}`), place].join('\n'),
    failure: { code: 'demo_deviates', message, exitCode: EXIT.workFailed },
  };
}

/** The demonstration leaves the user's own runner, work folder and service alone. */
function contextOf(context: CliContext, folder: DemoFolder): CliContext {
  const { PLANWRIGHT_URL: _url, OPERATOR_TOKEN: _token, ...variables } = context.variables;
  return {
    ...context,
    variables: { ...variables, PLANWRIGHT_WORK_DIR: folder.workDir, PLANWRIGHT_RUNNER_CONFIG: folder.runnerFile },
  };
}
