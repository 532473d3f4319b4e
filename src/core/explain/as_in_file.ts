import { durationSetting } from '../../text/duration.ts';
import type { AgentSetting, RoleSetting, RoutingCondition, RoutingRule } from '../agents/agent_settings.ts';
import { amountsSetting } from '../plan/read/amounts.ts';
import type { CommandPermission } from '../settings/repository_settings.ts';
import type { SettingEntry } from '../settings/setting_entry.ts';
import type { FileValue } from './explained.ts';
import { planValues } from './plan_values.ts';

/** A value as a settings file would write it, with the defaults that were filled in. */
export function asInFile(entry: SettingEntry): FileValue {
  switch (entry.key) {
    case 'label':
    case 'refusal':
    case 'protected':
      return entry.value;
    case 'commandPermission':
      return permissionInFile(entry.value);
    case 'agents':
      return agentInFile(entry.value);
    case 'roles':
      return roleInFile(entry.value);
    case 'routing':
      return entry.value.map(({ rule }) => ruleInFile(rule));
    case 'breaker':
      return { failures: entry.value.failures, cooldown: durationSetting(entry.value.cooldownMs) };
    case 'planDefaults':
      return planValues(entry.value, entry.value).get(entry.name ?? '') ?? null;
    case 'prices': {
      const { input, cached, output } = entry.value;
      return { input, cached, output };
    }
    case 'repositoryBudget': {
      const { costMicros, tokens } = entry.value;
      return {
        ...(costMicros === null ? {} : { cost: amountsSetting({ costMicros, tokens: null }) }),
        ...(tokens === null ? {} : { tokens }),
        per: 'month',
      };
    }
    default:
      return entry satisfies never;
  }
}

/** A rule as a settings file would write it. */
export function ruleInFile({ when, use, strategy }: RoutingRule): FileValue {
  const conditions = conditionsInFile(when);
  return {
    ...(Object.keys(conditions).length === 0 ? {} : { when: conditions }),
    use: [...use],
    ...(strategy === 'fixed' ? {} : { strategy }),
  };
}

function conditionsInFile(when: RoutingCondition): { readonly [key: string]: FileValue } {
  const { files, labels, roles, tasks, atLeastMs, atMostMs } = when;
  return given({
    files,
    labels,
    role: roles,
    task: tasks,
    'at-least': atLeastMs === undefined ? undefined : durationSetting(atLeastMs),
    'at-most': atMostMs === undefined ? undefined : durationSetting(atMostMs),
  });
}

function agentInFile({ provider, model, prompt, fallback }: AgentSetting): FileValue {
  return given({ provider, model, prompt, fallback: fallback.length === 0 ? undefined : fallback });
}

function roleInFile({ agent, prompt }: RoleSetting): FileValue {
  return given({ agent, prompt });
}

function permissionInFile(need: CommandPermission): string {
  return need.kind === 'role' ? need.atLeast : `team: ${need.slug}`;
}

function given(values: Readonly<Record<string, FileValue | undefined>>): { readonly [key: string]: FileValue } {
  const set = Object.entries(values).filter((entry): entry is [string, FileValue] => entry[1] != null);
  return Object.fromEntries(set);
}
