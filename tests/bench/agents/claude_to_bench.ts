import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AGENTS } from '../../agents/agents.ts';
import { clisFolder } from '../../agents/install_clis.ts';
import { startModelServer } from '../../support/model/model_server.ts';
import type { BenchAgent } from './agent_overhead.ts';

/** The real Claude Code with a model on loopback that answers at once; undefined: `npm run test:agents` has not installed it here. */
export async function claudeToBench(): Promise<BenchAgent | undefined> {
  const packages = join(clisFolder(), 'node_modules');
  if (!existsSync(packages)) return undefined;
  const model = await startModelServer(() => ({ kind: 'answer', text: 'Done.' }));
  const { command, environment } = AGENTS.claude_code;
  const nowhere = 'http://127.0.0.1:9';
  return {
    name: 'Claude Code whose model answers at once',
    command: command(packages, model.url),
    environment: { ...environment(model.url), HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere, NO_PROXY: '127.0.0.1' },
    isRealistic: false,
    stop: model.stop,
  };
}
