import { settlesAt } from '../../core/text/default_text.ts';
import { commandLine } from '../../protocol/command_line.ts';
import type { RunResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { EXIT } from '../exit_code.ts';
import { runSummary } from '../progress/summary.ts';
import type { Reply } from '../reply.ts';
import { printable } from '../terminal/printable.ts';
import { styleFor } from '../terminal/style.ts';
import { ownCommand } from '../text/own_command.ts';
import { openQuestions, questionLine } from '../text/question_line.ts';
import type { PlanRunResult } from './plan_run.ts';

/** How the plan was run, for the hints of what to do next. */
export type HowItRan = {
  /** The command that goes on with the run. */
  readonly command: string;
  /** The repository as it was named with `--repo`; undefined: the one around the working directory. */
  readonly repo: string | undefined;
};

/** What a run of a plan comes to: the summary, what to do next, and the exit code. */
export function planRunReply(context: CliContext, result: PlanRunResult, how: HowItRan): Reply {
  const { snapshot } = result;
  const summary = runSummary(snapshot, styleFor(context.stdout, context.variables));
  switch (result.kind) {
    case 'ended':
      return { data: snapshot, text: `\n${summary}\n${nextStep(context, snapshot, how)}`, ...failureOf(snapshot) };
    case 'finished_before': {
      const hint = `This plan has been run before; \`${how.command} --again\` runs it once more.`;
      return {
        data: snapshot,
        text: `${summary}\n${nextStep(context, snapshot, how)}\n${hint}`,
        ...failureOf(snapshot),
      };
    }
    case 'waits_for_answers': {
      const asked = openQuestions(snapshot);
      const lines = asked.map((question) => questionLine(context.variables, question, how.repo));
      const numbers = [...new Set(asked.map(({ n }) => `Q${n}`))].join(', ');
      if (asked.length === 0) return outOfBudget(snapshot, summary, how);
      const message = `Run ${snapshot.run.name} waits for answers: ${numbers}.`;
      const orDefaults = asked.some((question) => settlesAt(question) !== null) ? ', or once defaults count,' : '';
      const text = `\n${summary}\n${lines.join('\n')}\nWith the answers${orDefaults} it goes on by: ${how.command}`;
      return { data: snapshot, text, failure: { code: 'waits_for_answers', message, exitCode: EXIT.workFailed } };
    }
    case 'interrupted': {
      const text = result.ours
        ? `Stopped. What was done is kept; go on with: ${how.command}`
        : `Not looking on any more; the run goes on. Look again with: ${how.command}`;
      return { data: snapshot, text, failure: { code: 'interrupted', message: text, exitCode: EXIT.interrupted } };
    }
    default:
      return result satisfies never;
  }
}

/** Somebody who was asked wanted no more. */
function outOfBudget(snapshot: RunResponse, summary: string, { command }: HowItRan): Reply {
  const message = `Run ${snapshot.run.name} has used its budget, and nobody gave it more.`;
  const text = `\n${summary}\nWith a higher \`budget\` in the plan it runs anew by: ${command} --again`;
  return { data: snapshot, text, failure: { code: 'out_of_budget', message, exitCode: EXIT.workFailed } };
}

function failureOf({ run }: RunResponse): Pick<Reply, 'failure'> {
  if (run.state === 'succeeded') return {};
  const message = `Run ${run.name} ${run.state}: ${run.reason?.message ?? 'no reason is known.'}`;
  return { failure: { code: `run_${run.state}`, message, exitCode: EXIT.workFailed } };
}

function nextStep({ variables }: CliContext, { run, tasks }: RunResponse, { command, repo }: HowItRan): string {
  const merged = tasks.some((task) => task.mergeCommit !== null);
  const failed = tasks.find((task) => task.state === 'failed');
  const lines = [];
  if (merged) {
    const where = repo === undefined ? [] : ['-C', repo];
    lines.push(`Next: ${printable(commandLine(['git', ...where, 'merge', run.integrationBranch]))}`);
  }
  if (failed !== undefined) {
    const task = (verb: string) => printable(ownCommand(variables, ['task', verb, run.name, failed.key], repo));
    lines.push(`Look:  ${task('show')}`, `       ${task('log')}`, `Retry: ${task('retry')}`, `       ${command}`);
  }
  return lines.join('\n');
}
