import { glob } from '../plan/read/value_kinds.ts';
import { readWhole, someOf } from './read_fields.ts';
import type { WrittenValue } from './read_yaml.ts';

/** Reads `protected:`: globs of what needs a person's consent to be changed, beside what always does. */
export function readProtected(value: WrittenValue, line: number) {
  return readWhole((faults) => someOf({ key: 'protected', line, value }, glob, faults) ?? []);
}
