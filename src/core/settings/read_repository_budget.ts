import type { Amounts } from '../../protocol/usage.ts';
import { money, tokens } from '../plan/read/amounts.ts';
import type { ReadOne } from '../plan/read/value_kinds.ts';
import { fieldsOf, oneOf, readWhole } from './read_fields.ts';
import type { WrittenValue } from './read_yaml.ts';

const EXAMPLE = 'repository-budget: { cost: $500, tokens: 50M, per: month }';

/** Reads `repository-budget:`: what the agents of all plans of a repository may use together in a calendar month. */
export function readRepositoryBudget(value: WrittenValue, line: number) {
  return readWhole((faults): Amounts => {
    const fields = fieldsOf({ line, value }, ['cost', 'tokens', 'per'], EXAMPLE, faults);
    oneOf(fields.per, month, faults);
    const budget = {
      costMicros: oneOf(fields.cost, money, faults) ?? null,
      tokens: oneOf(fields.tokens, tokens, faults) ?? null,
    };
    if (faults.length === 0 && budget.costMicros === null && budget.tokens === null) {
      const message = '`repository-budget` names neither `cost` nor `tokens`.';
      faults.push({ line, message, mend: `Write for example \`${EXAMPLE}\`.` });
    }
    return budget;
  });
}

/** The one period that there is. */
const month: ReadOne<'month'> = (text) =>
  text.toLowerCase() === 'month'
    ? { value: 'month' }
    : { code: 'bad-period', fault: 'is no period', mend: 'Write `month`, or leave `per` out: it is the same.' };
