import type { Price } from '../../protocol/usage.ts';
import { quoted } from '../plan/read/problems.ts';
import type { ReadOne } from '../plan/read/value_kinds.ts';
import { entriesOf, type Faults, fieldsOf, oneOf, readWhole } from './read_fields.ts';
import type { WrittenSetting, WrittenValue } from './read_yaml.ts';

const EXAMPLE = 'gpt-5.5*: { input: 5, cached: 0.5, output: 30 }';
const MODEL_CHARACTERS = 200;
/** Of one file; an attempt with a limit is told all of them and ours. */
const MOST_PRICES = 200;
const MOST_DOLLARS = 100_000;

/** Reads `prices:`: by a model's name, in which `*` stands for anything, what it takes per million tokens. */
export function readPrices(value: WrittenValue, line: number) {
  return readWhole((faults) => {
    const entries = entriesOf({ line, value }, EXAMPLE, faults);
    if (entries.length > MOST_PRICES) {
      const message = `\`prices\` names ${entries.length} models.`;
      faults.push({ line, message, mend: `Keep it to ${MOST_PRICES}; \`*\` stands for any text.` });
    }
    return entries.map((entry) => readPrice(entry, faults));
  });
}

/** What the model's cache held costs as much as other input where nothing is said of it. */
function readPrice(written: WrittenSetting, faults: Faults): Price {
  const { key, line } = written;
  if (!/^[^\s\p{Cc}]+$/u.test(key) || key.length > MODEL_CHARACTERS) {
    const mend = 'Write it as its provider does, for example `gpt-5.5`; `*` stands for any text.';
    faults.push({ line, message: `${quoted(key)} is no name of a model.`, mend });
  }
  const before = faults.length;
  const fields = fieldsOf(written, ['input', 'cached', 'output'], EXAMPLE, faults);
  const isRead = faults.length === before;
  for (const needed of ['input', 'output'] as const) {
    if (!isRead || fields[needed] !== undefined) continue;
    const message = `${quoted(key)} has no price of its ${needed}.`;
    faults.push({ line, message, mend: `Write for example ${quoted(EXAMPLE)}, in US dollars per million tokens.` });
  }
  const input = oneOf(fields.input, dollars, faults) ?? 0;
  return {
    model: key,
    input,
    cached: oneOf(fields.cached, dollars, faults) ?? input,
    output: oneOf(fields.output, dollars, faults) ?? 0,
  };
}

const dollars: ReadOne<number> = (text) => {
  const amount = /^\$?(\d{1,6}(?:\.\d{1,6})?)$/.exec(text)?.[1];
  return amount !== undefined && Number(amount) <= MOST_DOLLARS
    ? { value: Number(amount) }
    : {
        code: 'bad-money',
        fault: 'is no price',
        mend: `Write US dollars per million tokens, at most ${MOST_DOLLARS}, for example \`0.25\`.`,
      };
};
