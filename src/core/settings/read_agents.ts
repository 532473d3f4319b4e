import { BUILT_IN_PROVIDERS } from '../../protocol/built_in_providers.ts';
import type { AgentSetting, AgentSettings } from '../agents/agent_settings.ts';
import { quoted } from '../plan/read/problems.ts';
import { normalKey } from '../plan/read/setting_keys.ts';
import { model, name, type ReadOne } from '../plan/read/value_kinds.ts';
import { nearest } from '../plan/suggest.ts';
import { entriesOf, type Faults, fieldsOf, type LineFault, oneOf, readWhole, someOf } from './read_fields.ts';
import type { WrittenItem, WrittenSetting, WrittenValue } from './read_yaml.ts';

const FIELDS = ['provider', 'model', 'prompt', 'fallback'] as const;
const EXAMPLE = 'coder: { provider: claude, model: sonnet }';
/** The most that an agent or a role is told by a settings file, in UTF-16 code units. */
const PROMPT_CHARACTERS = 16_384;

/** Reads `agents:`: by name who works here. */
export function readAgents(value: WrittenValue, line: number) {
  return readWhole((faults) => {
    const entries = entriesOf({ line, value }, EXAMPLE, faults);
    return Object.fromEntries(entries.map((entry) => [entry.key, readAgent(entry, faults)]));
  });
}

function readAgent(written: WrittenSetting, faults: Faults): AgentSetting {
  checkName(written, faults);
  const fields = fieldsOf(written, FIELDS, EXAMPLE, faults);
  const fallback = someOf(fields.fallback, name, faults) ?? [];
  const twice = fallback.find((one, at) => one === written.key || fallback.indexOf(one) !== at);
  if (twice !== undefined) {
    const line = fields.fallback?.line ?? written.line;
    const message = `${quoted(twice)} ${twice === written.key ? 'cannot take over from itself' : 'takes over twice'}.`;
    faults.push({ line, message, mend: 'Name each other agent once.' });
  }
  return {
    provider: oneOf(fields.provider, name, faults) ?? written.key,
    model: oneOf(fields.model, model, faults) ?? null,
    prompt: oneOf(fields.prompt, promptText, faults) ?? null,
    fallback,
  };
}

/** What an agent or a role is told. */
export const promptText: ReadOne<string> = (text) =>
  text.length <= PROMPT_CHARACTERS
    ? { value: text }
    : { code: 'too-large', fault: 'is too long', mend: `Keep it under ${PROMPT_CHARACTERS} characters.` };

/** The name of an agent or a role, as an entry has it. */
export function checkName({ key, line }: WrittenSetting, faults: Faults): void {
  const read = name(key);
  if ('fault' in read) faults.push({ line, message: `${quoted(key)} ${read.fault}.`, mend: read.mend });
}

/**
 * Names of agents that are one letter or two from what was meant. A name that no agent has may be a provider's, of which mostly
 * only the runners know.
 */
export function misnamedAgents(settings: readonly WrittenSetting[], agents: AgentNames): readonly LineFault[] {
  return settings.flatMap(references).flatMap(({ name: wanted, line }) => {
    const isKnown = agents.includes(wanted) || BUILT_IN_PROVIDERS.some((provider) => provider === wanted);
    const near = isKnown ? undefined : nearest(wanted, agents);
    return near === undefined
      ? []
      : [{ line, message: `There is no agent ${quoted(wanted)}.`, mend: `Did you mean \`${near}\`?` }];
  });
}

type AgentNames = readonly (keyof AgentSettings['agents'])[];
type Reference = { readonly name: string; readonly line: number };

/** Where a setting names agents: `fallback` of agents, `agent` of roles, `use` of rules, `agent` for all plans. */
function references(written: WrittenSetting): readonly Reference[] {
  const { key, value } = written;
  if (key === 'agents' && value.kind === 'map') return value.entries.flatMap((entry) => named(entry, 'fallback'));
  if (key === 'roles' && value.kind === 'map') return value.entries.flatMap((entry) => named(entry, 'agent'));
  if (key === 'routing' && value.kind === 'list') return value.items.flatMap((item) => named(item, 'use'));
  return normalKey(key) === 'agent' && value.kind === 'text' ? [{ name: value.text, line: written.line }] : [];
}

function named({ value }: WrittenItem, field: string): readonly Reference[] {
  const found = value.kind === 'map' ? value.entries.find(({ key }) => key === field) : undefined;
  const items = found?.value.kind === 'list' ? found.value.items : found === undefined ? [] : [found];
  return items.flatMap((item) => (item.value.kind === 'text' ? [{ name: item.value.text, line: item.line }] : []));
}
