import { type AgentSettings, agentSettings } from '../../core/agents/agent_settings.ts';
import { parseSettings } from '../../core/settings/parse_settings.ts';
import { SETTINGS_FILE } from '../../local/settings_file.ts';
import { usageError } from '../cli_error.ts';

/**
 * What a repository's settings file says of agents.
 * @throws CliError `settings_invalid` with every mistake and its line
 */
export function localAgents(file: string | null): AgentSettings {
  const { settings, problems } = parseSettings({ own: file, organisation: null });
  if (problems.length === 0) return agentSettings(settings);
  const lines = problems.map(({ line, message, mend }) => `${SETTINGS_FILE}:${line}: ${message} ${mend}`);
  throw usageError('settings_invalid', lines.join('\n'), { problems });
}
