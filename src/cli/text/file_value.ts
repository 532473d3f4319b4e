import type { FileValue } from '../../core/explain/explained.ts';

/** A value on one line, as YAML would have it: `{ provider: claude, fallback: [codex] }`; a list of nothing is none. */
export function fileValueText(value: FileValue): string {
  if (isList(value) && value.length === 0) return 'none';
  return typeof value === 'string' ? value : inner(value);
}

function inner(value: FileValue): string {
  if (value === null) return 'none';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string')
    return /^[^\s"'{}[\],:#&*!|>%@`-][^\n"{}[\],:#]*$/.test(value) ? value : JSON.stringify(value);
  if (isList(value)) return `[${value.map(inner).join(', ')}]`;
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${inner(one)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function isList(value: FileValue): value is readonly FileValue[] {
  return Array.isArray(value);
}
