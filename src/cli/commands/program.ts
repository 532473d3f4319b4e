import { Command, CommanderError } from 'commander';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';
import { printError } from '../reply.ts';
import { addAnswer } from './answer.ts';
import { addConfigExplain } from './config_explain.ts';
import { addDeliveryRetry } from './delivery_retry.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addHelp } from './help.ts';
import { addPlanCheck } from './plan_check.ts';
import { addPlanRun } from './plan_run.ts';
import { addRunCancel } from './run_cancel.ts';
import { addRunList } from './run_list.ts';
import { addRunShow } from './run_show.ts';
import { addRunner } from './runner.ts';
import { addServe } from './serve.ts';
import { addSetup } from './setup.ts';
import { addStatus } from './status.ts';
import { addTaskCancel } from './task_cancel.ts';
import { addTaskLog } from './task_log.ts';
import { addTaskPrompt } from './task_prompt.ts';
import { addTaskRetry } from './task_retry.ts';
import { addTaskShow } from './task_show.ts';
import { addTokenCreate } from './token_create.ts';
import { addTokenList } from './token_list.ts';
import { addTokenRevoke } from './token_revoke.ts';

/** Runs the command line. The exit code stands in the context afterwards. */
export async function runProgram(context: CliContext, args: readonly string[]): Promise<void> {
  const program = buildProgram(context);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    context.exitCode = EXIT.wrongUsage;
    // Help that was shown in place of a command is the message.
    if (error.code === 'commander.help') return;
    const json = args.includes('--json');
    await printError(context, json, usageError('usage', messageOf(error)));
  }
}

/** Commander's own words, and where it knows no better, where to look. */
function messageOf({ code, message }: CommanderError): string {
  const text = message.replace(/^error: /, '');
  if (code !== 'commander.unknownCommand' || text.includes('Did you mean')) return text;
  return `${text}. \`--help\` instead of it lists the commands.`;
}

function buildProgram(context: CliContext): Command {
  const program = new Command('planwright')
    .description('Runs plans of coding tasks: each in its own worktree, checked, merged and reported.')
    .version(context.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      // Printed by runProgram, in the shape asked for.
      outputError: () => undefined,
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
    });
  addServe(program, context);
  addRunner(program, context);
  const plan = program.command('plan').description('check plans, and run them on a repository of this machine');
  addPlanCheck(plan, context);
  addPlanRun(plan, context);
  const config = program.command('config').description('settings: explain');
  addConfigExplain(config, context);
  addStatus(program, context);
  addAnswer(program, context);
  const run = program.command('run').description('runs: list, show, cancel');
  addRunList(run, context);
  addRunShow(run, context);
  addRunCancel(run, context);
  const task = program.command('task').description('tasks of a run: show, log, prompt, retry, cancel');
  addTaskShow(task, context);
  addTaskLog(task, context);
  addTaskPrompt(task, context);
  addTaskRetry(task, context);
  addTaskCancel(task, context);
  const delivery = program.command('delivery').description('webhooks that were given up: retry');
  addDeliveryRetry(delivery, context);

  const token = program.command('token').description('tokens of runners: create, list, revoke');
  addTokenCreate(token, context);
  addTokenList(token, context);
  addTokenRevoke(token, context);
  addSetup(program, context);
  addDoctor(program, context);
  addDemo(program, context);
  for (const group of [program, plan, config, run, task, delivery, token]) addHelp(group);
  return program;
}
