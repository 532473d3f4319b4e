import type { AgentSettings } from '../agents/agent_settings.ts';

type Protects = Pick<AgentSettings, 'protected'>;

/** A repository adds to what its organisation protects, and takes nothing away. */
export function bothProtect({ protected: organisation = [] }: Protects, { protected: own = [] }: Protects): Protects {
  const paths = [...new Set([...organisation, ...own])];
  return paths.length === 0 ? {} : { protected: paths };
}
