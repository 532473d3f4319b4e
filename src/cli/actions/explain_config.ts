import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { DEFAULTS } from '../../config/limits.ts';
import { readLocalKnobs } from '../../config/local_knobs.ts';
import type { OutsideDefault } from '../../core/explain/explain_plan.ts';
import type { Plan, PlanTask } from '../../core/plan/plan.ts';
import { nearest } from '../../core/plan/suggest.ts';
import { durationSetting } from '../../text/duration.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { repositoryIfAny } from '../client/repository_at.ts';
import { readPlanFile } from '../plan_file.ts';
import type { Reply } from '../reply.ts';
import { type AskedSetting, askedSetting, nearSetting, onlyAsked } from '../settings/asked_settings.ts';
import { type ExplainRequest, explain } from '../settings/explanation.ts';
import { localSettings } from '../settings/local_settings.ts';
import { planWithSettings } from '../settings/plan_with_settings.ts';
import { explanationText } from '../text/explanation_text.ts';
import { planProblemsReply } from './check_plan.ts';

/** What is to be explained. */
export type ExplainOptions = {
  /** The repository whose settings count; undefined: that around the working directory, if any. */
  readonly repo?: string;
  /** Id of a task of the plan. */
  readonly task?: string;
};

/**
 * Says of every setting, or of those named, what a plan of this machine would go by and where that comes from.
 * @param words the plan's file, if any, then names of settings
 */
export async function explainConfig(
  context: CliContext,
  words: readonly string[],
  { repo, task }: ExplainOptions,
): Promise<Reply> {
  const { file, asked } = readWords(context, words);
  const outside = outsideDefaults(context.variables);
  const find = () => repositoryIfAny(context, repo);
  if (file === undefined) {
    if (task !== undefined) throw usageError('usage', "A task is one of a plan: name the plan's file as well.");
    const repository = await find();
    const local = await localSettings(repository, undefined);
    return reply({ local, repository, plan: null, outside }, asked);
  }
  const source = await readPlanFile(context, file);
  const read = await planWithSettings(source.markdown, find);
  if (!read.ok) return planProblemsReply(source, read);
  const { plan, written, lines, local, repository } = read;
  const explained = { plan, written, lines, task: task === undefined ? null : taskOf(plan, task), file: source.name };
  return reply({ local, repository, plan: explained, outside }, asked);
}

function reply(request: ExplainRequest, asked: readonly AskedSetting[]): Reply {
  const all = explain(request);
  const isWhole = asked.length === 0;
  // Who does the task belongs to what is said of its agent.
  const routing = isWhole || asked.some(({ setting }) => setting === 'agent') ? all.routing : null;
  const explanation = { ...all, settings: onlyAsked(all, asked), routing };
  const view = { asked: asked.map(({ setting }) => setting), home: homedir() };
  return { data: explanation, text: explanationText(explanation, view) };
}

/** The first word is a plan's file, unless it names a setting; an entry's name may also be that of a file. */
function readWords(context: CliContext, words: readonly string[]) {
  const [first, ...others] = words;
  const isFile = first !== undefined && (askedSetting(first) === undefined || isFileLike(context, first));
  const asked = (isFile ? others : words).map((word) => {
    const setting = askedSetting(word);
    if (setting === undefined) throw usageError('usage', `\`${word}\` is no setting. ${nearSetting(word)}`);
    return setting;
  });
  if (isFile && first !== '-' && !/[./]/.test(first) && !existsSync(resolve(context.cwd, first))) {
    throw usageError('usage', `\`${first}\` is neither a file nor a setting. ${nearSetting(first)}`);
  }
  return { file: isFile ? first : undefined, asked };
}

/** `agents.md` may be a plan; a bare `agents` is the setting. */
function isFileLike(context: CliContext, word: string): boolean {
  return word.includes('.') && existsSync(resolve(context.cwd, word));
}

function taskOf(plan: Plan, id: string): PlanTask {
  const task = plan.tasks.find((one) => one.id.toLowerCase() === id.toLowerCase());
  if (task !== undefined) return task;
  const ids = plan.tasks.map((one) => one.id);
  const near = nearest(id, ids);
  const mend = near === undefined ? `There are ${ids.slice(0, 20).join(', ')}.` : `Did you mean \`${near}\`?`;
  throw usageError('not_found', `The plan has no task \`${id}\`. ${mend}`);
}

/** What the service of this machine's plans has where neither plan nor task says. */
function outsideDefaults(variables: CliContext['variables']): Readonly<Record<string, OutsideDefault>> {
  const { attemptTimeoutMs, stepTimeoutMs } = readLocalKnobs(variables);
  const ofVariable = (ms: number, defaultMs: number, name: string): OutsideDefault => ({
    value: durationSetting(ms),
    ...(ms === defaultMs ? {} : { note: `by ${name}` }),
  });
  return {
    timeout: ofVariable(attemptTimeoutMs, DEFAULTS.attemptTimeoutMs, 'ATTEMPT_TIMEOUT_MS'),
    'step-timeout': ofVariable(stepTimeoutMs, DEFAULTS.stepTimeoutMs, 'STEP_TIMEOUT_MS'),
    'ask-wait': { value: durationSetting(DEFAULTS.askWaitMs) },
  };
}
