import { customType } from '../drizzle.ts';
import { jsonText } from './json_text.ts';

/**
 * A column of JSON text. What is written is checked by its type, so what is read is trusted to have it.
 * `null` is SQL's NULL, not JSON's, so that `IS NULL` says what it seems to.
 */
export function json<Data>(name: string) {
  return customType<{ data: Data; driverData: string | null }>({
    dataType: () => 'text',
    toDriver: (value) => (value === null ? null : jsonText(value)),
    fromDriver: (value) => JSON.parse(String(value)) as Data,
  })(name);
}
