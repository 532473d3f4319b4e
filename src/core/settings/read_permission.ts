import type { LineFault } from './read_fields.ts';
import type { WrittenValue } from './read_yaml.ts';
import type { CommandPermission } from './repository_settings.ts';

/** Who may command where a file does not say so clearly: a slip of the pen must not let more people in. */
export const STRICTEST: CommandPermission = { kind: 'role', atLeast: 'admin' };

const SLUG = /^[a-z0-9][a-z0-9_-]{0,99}$/i;

/** Who may command: `write`, `maintain`, `admin`, `'team: slug'`, or `team` with the slug below it. */
export function readPermission(value: WrittenValue): { readonly value: CommandPermission } | Omit<LineFault, 'line'> {
  const text = value.kind === 'text' ? value.text : '';
  const role = text.toLowerCase();
  if (role === 'write' || role === 'maintain' || role === 'admin') return { value: { kind: 'role', atLeast: role } };
  const [first] = value.kind === 'map' && value.entries.length === 1 ? value.entries : [];
  const named = first?.key === 'team' && first.value.kind === 'text' ? first.value.text : undefined;
  const slug = named ?? /^team\s*:\s*(\S+)$/i.exec(text)?.[1];
  if (slug !== undefined && SLUG.test(slug)) return { value: { kind: 'team', slug } };
  return {
    message: '`command-permission` says who may command.',
    mend: "Write `write`, `maintain`, `admin` or, with the quotes, `'team: slug'`.",
  };
}
