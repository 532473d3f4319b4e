import { refuseHiding } from './hidden_text.ts';
import { type ProblemList, quoted } from './problems.ts';
import {
  allKeys,
  type KeyMeaning,
  mayStand,
  meaningOfKey,
  type SettingKey,
  type SettingsOwner,
} from './setting_keys.ts';
import { readers, type SettingValues } from './setting_values.ts';
import { longestValue, type ValueLine } from './written_values.ts';

/** One setting as written. */
export type RawSetting = { readonly key: string; readonly line: number; readonly values: readonly ValueLine[] };

/** Reads all settings of one owner. Repeated lists add up; anything else may be written once. */
export function readSettings(raws: readonly RawSetting[], owner: SettingsOwner, problems: ProblemList): SettingValues {
  return Object.assign({}, ...readEachSetting(raws, owner, problems).values());
}

/** The same, with what each setting says by itself: nothing, where it was not understood. */
export function readEachSetting(
  raws: readonly RawSetting[],
  owner: SettingsOwner,
  problems: ProblemList,
): ReadonlyMap<SettingKey, SettingValues> {
  const byKey = new Map<SettingKey, ValueLine[]>();
  for (const raw of raws) {
    const meaning = meaningOfKey(raw.key);
    if (meaning.kind !== 'built' || !belongs(meaning, owner)) {
      misplaced(raw, meaning, owner, problems);
      continue;
    }
    const values = raw.values.filter((value) => value.text.trim() !== '');
    if (values.length === 0) {
      problems.problem(
        raw.line,
        'empty-setting',
        `\`${meaning.key}\` has no value.`,
        'Write one, or remove the setting.',
      );
    }
    for (const value of values) if (value.text.length > longestValue) tooLong(meaning.key, value, problems);
    const fitting = values.filter(
      (value) => value.text.length <= longestValue && !refuseHiding(meaning.key, value, problems),
    );
    if (fitting.length > 0) byKey.set(meaning.key, [...(byKey.get(meaning.key) ?? []), ...fitting]);
  }
  return new Map([...byKey].map(([key, lines]) => [key, readers[key]({ key, lines, problems })]));
}

function belongs(meaning: Extract<KeyMeaning, { kind: 'built' }>, owner: SettingsOwner): boolean {
  return owner === 'group' ? meaning.key === 'after' : mayStand(meaning.place, owner);
}

function misplaced(raw: RawSetting, meaning: KeyMeaning, owner: SettingsOwner, problems: ProblemList): void {
  switch (meaning.kind) {
    case 'planned':
      problems.problem(
        raw.line,
        'not-built-yet',
        `\`${meaning.key}\` is not built yet.`,
        'Remove it; a plan never starts with a setting that nothing would heed.',
      );
      return;
    case 'unknown': {
      const mend = problems.suggestion(raw.key, allKeys, 'Remove it, or see the guide for the settings of a plan.');
      problems.problem(raw.line, 'unknown-setting', `${quoted(raw.key)} is no setting.`, mend);
      return;
    }
    case 'built':
      if (owner === 'group') {
        problems.problem(
          raw.line,
          'wrong-place',
          `\`${meaning.key}\` cannot be set for a group.`,
          'Write it at each task; a group carries `after` only.',
        );
      } else if (owner === 'file' && meaning.place === 'plan') {
        problems.problem(
          raw.line,
          'wrong-place',
          `\`${meaning.key}\` is a setting of one plan.`,
          'Write it in the `planwright` block of the plan that it is for.',
        );
      } else if (owner !== 'task') {
        problems.problem(
          raw.line,
          'wrong-place',
          `\`${meaning.key}\` is a setting of a task.`,
          'Write it below the task that it is for.',
        );
      } else {
        problems.problem(
          raw.line,
          'wrong-place',
          `\`${meaning.key}\` is a setting of the whole plan.`,
          'Write it in the `planwright` block; if it is text, leave out the colon.',
        );
      }
      return;
    default:
      meaning satisfies never;
  }
}

function tooLong(key: string, value: ValueLine, problems: ProblemList): void {
  problems.problem(
    value.line,
    'too-large',
    `The value of \`${key}\` has ${value.text.length} characters.`,
    `Keep it under ${longestValue}; a script in the repository can be as long as you like.`,
  );
}
