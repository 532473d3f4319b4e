import { DEFAULT_BREAKER } from '../breaker/breaker.ts';
import { duration, integer } from '../plan/read/value_kinds.ts';
import { fieldsOf, oneOf, readWhole } from './read_fields.ts';
import type { WrittenValue } from './read_yaml.ts';

const EXAMPLE = 'breaker: { failures: 5, cooldown: 2m }';
const MOST_FAILURES = 100;

/** Reads `breaker:`: after how many failures an agent rests on its runner, and how long at first. */
export function readBreaker(value: WrittenValue, line: number) {
  return readWhole((faults) => {
    const fields = fieldsOf({ line, value }, ['failures', 'cooldown'], EXAMPLE, faults);
    return {
      failures: oneOf(fields.failures, integer(1, MOST_FAILURES), faults) ?? DEFAULT_BREAKER.failures,
      cooldownMs: oneOf(fields.cooldown, duration, faults) ?? DEFAULT_BREAKER.cooldownMs,
    };
  });
}
