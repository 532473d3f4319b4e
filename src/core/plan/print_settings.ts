import { commandLine } from '../../protocol/command_line.ts';
import { durationSetting } from '../../text/duration.ts';
import type { Argv, PlanSettings, TaskSettings } from './plan.ts';
import { amountsSetting } from './read/amounts.ts';

/** A setting as a key and its values, one a line. */
export type Printed = readonly [key: string, values: readonly string[]];

/** The `planwright` block, or nothing where every setting is the default. */
export function printPlanSettings(settings: PlanSettings): string {
  const defaults = {
    ...(settings.setup.length > 0 ? { setup: settings.setup } : {}),
    ...(settings.verify.length > 0 ? { verify: settings.verify } : {}),
    ...(settings.verifyByPath === undefined ? {} : { verifyByPath: settings.verifyByPath }),
    ...settings.taskDefaults,
  };
  const lines = oneEach([...printOwnSettings(settings), ...printTaskSettings(defaults)]).map(([key, values]) =>
    values.length === 1
      ? `${key}: ${yamlText(values[0] ?? '')}`
      : [`${key}:`, ...values.map((value) => `  - ${yamlText(value)}`)].join('\n'),
  );
  return lines.length === 0 ? '' : ['```planwright', ...lines, '```'].join('\n');
}

/** What a plan says of itself and of its tasks under one key (`approve`) is one setting. */
export function oneEach(printed: readonly Printed[]): readonly Printed[] {
  return [...Map.groupBy(printed, ([key]) => key)].map(([key, entries]): Printed => {
    const [[, values] = [key, []], ...more] = entries;
    return more.length === 0 ? [key, values] : [key, [entries.flatMap(([, each]) => each).join(', ')]];
  });
}

/** What is set of the plan as a whole, as its block writes it. */
export function printOwnSettings(settings: Partial<PlanSettings>): Printed[] {
  return present([
    scalar('base', settings.base),
    scalar('concurrency', settings.concurrency),
    scalar('budget', settings.budget === undefined ? undefined : amountsSetting(settings.budget)),
    duration('run-timeout', settings.runTimeoutMs),
    scalar('owner', settings.owner),
    list('reviewers', settings.reviewers),
    scalar('report', settings.report),
    scalar('approve', settings.approvePlan === true ? 'plan' : undefined),
    settings.headings !== undefined && settings.headings.length > 0 ? ['headings', settings.headings] : undefined,
  ]);
}

/** What is set of a task, by itself or for all, as a plan writes it. */
export function printTaskSettings(settings: Partial<TaskSettings>): Printed[] {
  return present([
    scalar('agent', settings.agent),
    scalar('role', settings.role),
    scalar('model', settings.model),
    list('files', settings.files?.map(ticked)),
    list('locks', settings.locks),
    commands('setup', settings.setup),
    verification(settings),
    scalar('verify-in', settings.verifyIn),
    duration('timeout', settings.timeoutMs),
    duration('step-timeout', settings.stepTimeoutMs),
    duration('ask-wait', settings.askWaitMs),
    list('checks', settings.checks),
    scalar('review-attempts', settings.reviewAttempts),
    scalar('check-attempts', settings.checkAttempts),
    scalar('retries', settings.retries),
    scalar('on-failure', settings.onFailure),
    scalar('priority', settings.priority),
    list('labels', settings.labels),
    scalar('allow-no-change', settings.allowNoChange === undefined ? undefined : settings.allowNoChange ? 'yes' : 'no'),
    list('protected', settings.protected?.map(ticked)),
    list('outputs', settings.outputs),
    scalar('max-cost', settings.maxCostMicros === undefined ? undefined : `$${settings.maxCostMicros / 1_000_000}`),
    scalar('max-tokens', settings.maxTokens),
    list('approve', settings.approve),
    duration('estimate', settings.estimateMs),
  ]);
}

function scalar(key: string, value: string | number | undefined): Printed | undefined {
  return value === undefined ? undefined : [key, [String(value)]];
}

function duration(key: string, valueMs: number | undefined): Printed | undefined {
  return valueMs === undefined ? undefined : [key, [durationSetting(valueMs)]];
}

function list(key: string, values: readonly string[] | undefined): Printed | undefined {
  if (values === undefined) return undefined;
  return [key, [values.length === 0 ? '[]' : values.join(', ')]];
}

function commands(key: string, values: readonly Argv[] | undefined): Printed | undefined {
  if (values === undefined) return undefined;
  return [key, values.length === 0 ? ['[]'] : values.map(commandLine)];
}

function verification({ verify, verifyByPath = [] }: Partial<TaskSettings>): Printed | undefined {
  if (verify === undefined) return undefined;
  const rules = verifyByPath.map(({ when, argv }) => `${when.map(ticked).join(', ')} => ${commandLine(argv)}`);
  if (rules.length === 0) return commands('verify', verify);
  return ['verify', [...verify.map(commandLine), ...rules]];
}

function ticked(glob: string): string {
  return glob.includes('`') ? glob : `\`${glob}\``;
}

function yamlText(text: string): string {
  return /^[A-Za-z0-9][\w./-]*$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

function present(printed: readonly (Printed | undefined)[]): Printed[] {
  return printed.filter((entry) => entry !== undefined);
}
