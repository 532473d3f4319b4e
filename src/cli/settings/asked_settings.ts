import { explainedKey } from '../../core/explain/explained.ts';
import { builtSettings } from '../../core/plan/read/setting_keys.ts';
import { nearest } from '../../core/plan/suggest.ts';
import { SETTING_KEYS } from '../../core/settings/setting_key.ts';
import { usageError } from '../cli_error.ts';
import type { Explanation, PlacedValue } from './explanation.ts';

const KNOWN = [...new Set([...SETTING_KEYS, ...builtSettings.keys()])];

/** A word of the command line that names a setting: `breaker`, or `agents.coder` for an entry. */
export type AskedSetting = { readonly word: string; readonly setting: string; readonly name: string | null };

/** What a word names; undefined: no setting. */
export function askedSetting(word: string): AskedSetting | undefined {
  const [setting = '', ...name] = word.split('.');
  if (!KNOWN.includes(setting)) return undefined;
  return { word, setting, name: name.length === 0 ? null : name.join('.') };
}

/** What somebody may have meant who named something that is neither a file nor a setting. */
export function nearSetting(word: string): string {
  const near = nearest(word.split('.')[0] ?? '', KNOWN);
  return near === undefined ? `Known are ${KNOWN.join(', ')}.` : `Did you mean \`${near}\`?`;
}

/**
 * The settings that were asked for; all, where none was.
 * @throws CliError for one that is not there, with what to do
 */
export function onlyAsked(explanation: Explanation, asked: readonly AskedSetting[]): readonly PlacedValue[] {
  if (asked.length === 0) return explanation.settings;
  const wanted = asked.map((one) => [one, explanation.settings.filter((value) => fits(value, one))] as const);
  const missing = wanted.find(([, values]) => values.length === 0)?.[0];
  if (missing !== undefined) throw usageError('not_found', whyMissing(explanation, missing));
  return explanation.settings.filter((value) => wanted.some(([, values]) => values.includes(value)));
}

function fits(value: PlacedValue, { setting, name }: AskedSetting): boolean {
  return value.setting === setting && (name === null || value.name === name);
}

function whyMissing({ settings, layers }: Explanation, { word, setting, name }: AskedSetting): string {
  const entries = settings.filter((value) => value.setting === setting);
  if (entries.length > 0 && name !== null) {
    const near = nearest(word, entries.map(explainedKey));
    return `Nothing sets \`${word}\`. ${near === undefined ? `\`planwright config explain ${setting}\` shows what there is.` : `Did you mean \`${near}\`?`}`;
  }
  if (layers.some(({ layer, state }) => layer === 'plan' && state === 'absent')) {
    return `\`${setting}\` is a setting of plans; name the plan's file as well: planwright config explain FILE ${word}`;
  }
  return builtSettings.get(setting) === 'task' &&
    layers.some(({ layer, state }) => layer === 'task' && state === 'absent')
    ? `\`${setting}\` is a setting of tasks; name one as well: --task ID`
    : `\`${setting}\` is about agents, and a command or function does this task.`;
}
