import { invisibleFault } from '../plan/read/hidden_text.ts';
import type { LineFault } from './read_fields.ts';
import type { WrittenItem, WrittenSetting } from './read_yaml.ts';
import type { SettingsFile, SettingsProblem } from './settings_problem.ts';

/** What was read of a setting, and as problems every name and text in it that holds characters which nobody sees who reads the file. */
export function tellInvisible<Read extends { readonly problems: readonly SettingsProblem[] }>(
  file: SettingsFile,
  setting: WrittenSetting,
  read: Read,
): Read {
  const invisible = faultsIn(setting.key, [setting]).map((fault) => ({ file, ...fault }));
  // What else is wrong in such a line is wrong for that reason.
  const others = read.problems.filter(({ line }) => invisible.every((fault) => fault.line !== line));
  return { ...read, problems: [...others, ...invisible] };
}

function faultsIn(key: string, parts: readonly (WrittenItem | WrittenSetting)[]): readonly LineFault[] {
  return parts.flatMap((part): readonly LineFault[] => {
    const { line, value } = part;
    const own = 'key' in part ? part.key : '';
    const text = value.kind === 'text' ? value.text : '';
    const fault = invisibleFault(key, `${own}${text}`);
    const within = value.kind === 'map' ? value.entries : value.kind === 'list' ? value.items : [];
    return [...(fault === undefined ? [] : [{ line, ...fault }]), ...faultsIn(key, within)];
  });
}
