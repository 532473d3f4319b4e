import type { RoleSetting } from '../agents/agent_settings.ts';
import { name } from '../plan/read/value_kinds.ts';
import { checkName, promptText } from './read_agents.ts';
import { entriesOf, type Faults, fieldsOf, oneOf, readWhole } from './read_fields.ts';
import type { WrittenSetting, WrittenValue } from './read_yaml.ts';

const EXAMPLE = 'reviewer: { agent: codex }';

/** Reads `roles:`: by name who takes one, and what whoever takes it is told. */
export function readRoles(value: WrittenValue, line: number) {
  return readWhole((faults) => {
    const entries = entriesOf({ line, value }, EXAMPLE, faults);
    return Object.fromEntries(entries.map((entry) => [entry.key, readRole(entry, faults)]));
  });
}

function readRole(written: WrittenSetting, faults: Faults): RoleSetting {
  checkName(written, faults);
  const fields = fieldsOf(written, ['agent', 'prompt'], EXAMPLE, faults);
  return {
    agent: oneOf(fields.agent, name, faults) ?? null,
    prompt: oneOf(fields.prompt, promptText, faults) ?? null,
  };
}
