import type { LocalRepository } from '../../local/find_repository.ts';
import type { RunResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { EXIT } from '../exit_code.ts';
import { runSummary } from '../progress/summary.ts';
import type { Reply } from '../reply.ts';
import { printable } from '../terminal/printable.ts';
import { styleFor } from '../terminal/style.ts';
import type { PlanRunResult } from './run_plan.ts';

/** How the plan was run, for the hints of what to do next. */
export type HowItRan = {
  /** The command that goes on with the run. */
  readonly command: string;
  readonly repository: LocalRepository;
};

/** What a run of a plan comes to: the summary, what to do next, and the exit code. */
export function planRunReply(context: CliContext, result: PlanRunResult, how: HowItRan): Reply {
  const { snapshot } = result;
  const summary = runSummary(snapshot, styleFor(context.stdout, context.variables));
  switch (result.kind) {
    case 'ended':
      return { data: snapshot, text: `\n${summary}\n${nextStep(snapshot, how)}`, ...failureOf(snapshot) };
    case 'finished_before': {
      const hint = `This plan has been run before; \`${how.command} --again\` runs it once more.`;
      return { data: snapshot, text: `${summary}\n${nextStep(snapshot, how)}\n${hint}`, ...failureOf(snapshot) };
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

function failureOf({ run }: RunResponse): Pick<Reply, 'failure'> {
  if (run.state === 'succeeded') return {};
  const message = `Run ${run.name} ${run.state}: ${run.reason?.message ?? 'no reason is known.'}`;
  return { failure: { code: `run_${run.state}`, message, exitCode: EXIT.workFailed } };
}

function nextStep({ run, tasks }: RunResponse, { command }: HowItRan): string {
  const merged = tasks.some((task) => task.mergeCommit !== null);
  const failed = tasks.find((task) => task.state === 'failed');
  const lines = [];
  if (merged) lines.push(`Next: git merge ${printable(run.integrationBranch)}`);
  if (failed !== undefined) {
    const which = printable(`${run.name} ${failed.key}`);
    lines.push(
      `Look:  planwright task show ${which}, planwright task log ${which}`,
      `Retry: planwright task retry ${which}, then ${command}`,
    );
  }
  return lines.join('\n');
}
