import type { LineFault } from './read_fields.ts';
import type { WrittenValue } from './read_yaml.ts';
import type { RepositorySettings } from './repository_settings.ts';

type Read<Value> = { readonly value: Value } | Omit<LineFault, 'line'>;

/** GitHub's own bound. */
const LABEL_CHARACTERS = 50;

/** Reads `label:`, the name of a label. */
export function readLabel(value: WrittenValue): Read<string> {
  if (value.kind === 'text' && value.text !== '' && value.text.length <= LABEL_CHARACTERS) return { value: value.text };
  return { message: '`label` needs the name of a label.', mend: 'Write for example `label: plan`.' };
}

/** Reads `refusal:`. */
export function readRefusal(value: WrittenValue): Read<RepositorySettings['refusal']> {
  const text = value.kind === 'text' ? value.text.toLowerCase() : '';
  if (text === 'silent' || text === 'polite') return { value: text };
  return { message: '`refusal` is `silent` or `polite`.', mend: 'Write one of them, or remove the line.' };
}
