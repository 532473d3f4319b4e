import type { RoutingCondition, RoutingRule, RoutingStrategy } from '../agents/agent_settings.ts';
import { choice, duration, glob, name, type ReadOne } from '../plan/read/value_kinds.ts';
import { type Faults, fieldsOf, oneOf, readWhole, someOf } from './read_fields.ts';
import type { WrittenItem, WrittenSetting, WrittenValue } from './read_yaml.ts';

const EXAMPLE = '- { when: { files: docs/** }, use: writer }';
const CONDITIONS = ['files', 'labels', 'role', 'task', 'at-least', 'at-most'] as const;

/** Reads `routing:`: rules, of which the first that fits a task counts. */
export function readRouting(value: WrittenValue, line: number) {
  return readWhole((faults) => {
    if (value.kind !== 'list') {
      faults.push({ line, message: '`routing` is a list of rules.', mend: `Write for example \`${EXAMPLE}\`.` });
      return [];
    }
    const rules = value.items.map((item) => readRule(item, faults));
    const forAll = rules.findIndex(({ when }) => Object.keys(when).length === 0);
    const behind = forAll === -1 ? undefined : value.items[forAll + 1];
    if (behind !== undefined) {
      const message = 'This rule stands behind one that fits every task, so it never counts.';
      faults.push({ line: behind.line, message, mend: 'Move the rule without `when` to the end.' });
    }
    return rules;
  });
}

function readRule(written: WrittenItem, faults: Faults): RoutingRule {
  const fields = fieldsOf(written, ['when', 'use', 'strategy'], EXAMPLE, faults);
  const use = someOf(fields.use, name, faults) ?? [];
  if (fields.use === undefined) {
    faults.push({ line: written.line, message: 'This rule names no agent.', mend: 'Say whom to `use`.' });
  }
  const twice = use.find((one, at) => use.indexOf(one) !== at);
  if (twice !== undefined) {
    const line = fields.use?.line ?? written.line;
    faults.push({ line, message: `\`${twice}\` stands twice in \`use\`.`, mend: 'Name each agent once.' });
  }
  return {
    when: fields.when === undefined ? {} : readCondition(fields.when, faults),
    use,
    strategy: oneOf(fields.strategy, strategy, faults) ?? 'fixed',
  };
}

function readCondition(written: WrittenSetting, faults: Faults): RoutingCondition {
  const fields = fieldsOf(written, CONDITIONS, 'files: docs/**', faults);
  const files = someOf(fields.files, glob, faults);
  const labels = someOf(fields.labels, name, faults);
  const roles = someOf(fields.role, name, faults);
  const tasks = someOf(fields.task, pattern, faults);
  const atLeastMs = oneOf(fields['at-least'], duration, faults);
  const atMostMs = oneOf(fields['at-most'], duration, faults);
  return {
    ...(files === undefined ? {} : { files }),
    ...(labels === undefined ? {} : { labels }),
    ...(roles === undefined ? {} : { roles }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(atLeastMs === undefined ? {} : { atLeastMs }),
    ...(atMostMs === undefined ? {} : { atMostMs }),
  };
}

const strategy: ReadOne<RoutingStrategy> = choice(['fixed', 'round_robin', 'auto']);

/** An id of a task or a group, in which `*` stands for any text. */
const pattern: ReadOne<string> = (text) =>
  /^[A-Za-z0-9_.*-]{1,64}$/.test(text)
    ? { value: text }
    : { code: 'bad-name', fault: 'is no id', mend: 'Write the id of a task or a group; `*` stands for any text.' };
