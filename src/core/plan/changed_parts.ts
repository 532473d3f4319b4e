import type { Plan, PlanTask } from './plan.ts';
import { type Printed, printOwnSettings, printTaskSettings } from './print_settings.ts';

/** A setting that reads otherwise than before; null: it is not set. */
export type SettingChange = {
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
};

/** What differs between two versions of a task, as its author wrote it: `title`, `text`, `criteria`, `after` and names of settings. */
export function changedParts(before: PlanTask, after: PlanTask): readonly string[] {
  const parts: readonly (readonly [string, (task: PlanTask) => unknown])[] = [
    ['title', ({ title }) => prose(title)],
    ['text', ({ instructions }) => prose(instructions)],
    ['criteria', ({ criteria }) => criteria.map(({ text }) => prose(text))],
    ['after', ({ after }) => [...after].sort()],
    ['group', ({ group }) => group],
    ['what it runs', ({ work }) => work],
  ];
  const settings = changedSettings(printTaskSettings(before.ownSettings), printTaskSettings(after.ownSettings));
  return [
    ...parts.filter(([, part]) => !isSame(part(before), part(after))).map(([name]) => name),
    ...settings.map(({ key }) => `\`${key}\``),
  ];
}

/** Whether two versions of a task ask for the same, wherever it stands in the text. */
export function isSameTask(before: PlanTask, after: PlanTask): boolean {
  return isSame({ ...before, line: 0 }, { ...after, line: 0 });
}

/** Settings of the whole plan that differ, those for all of its tasks among them. */
export function changedPlanSettings(before: Plan, after: Plan): readonly SettingChange[] {
  const printed = ({ settings }: Plan) => [
    ...printOwnSettings(settings),
    ...printTaskSettings({ setup: settings.setup, verify: settings.verify, ...settings.taskDefaults }),
  ];
  return changedSettings(printed(before), printed(after)).filter(({ key }) => key !== 'headings');
}

function changedSettings(before: readonly Printed[], after: readonly Printed[]): readonly SettingChange[] {
  const [from, to] = [valuesOf(before), valuesOf(after)];
  const keys = new Set([...from.keys(), ...to.keys()]);
  return [...keys]
    .map((key) => ({ key, from: from.get(key) ?? null, to: to.get(key) ?? null }))
    .filter((change) => change.from !== change.to);
}

/** An empty list says what no setting says. */
function valuesOf(printed: readonly Printed[]): ReadonlyMap<string, string> {
  return new Map(printed.map(([key, values]) => [key, values.join('; ')] as const).filter(([, text]) => text !== '[]'));
}

/** Text without what no reader sees: the same words are the same prose. */
export function prose(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Whether two values of a plan say the same. */
export function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
