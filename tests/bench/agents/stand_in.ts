import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../fixtures/agents/stream_json_agent.mjs', import.meta.url));

/** The command of an agent that speaks Claude Code's lines and takes no more than this. */
export function standIn({
  thinkingMs,
  megabytes,
}: {
  readonly thinkingMs: number;
  readonly megabytes: number;
}): readonly [string, ...string[]] {
  return [process.execPath, PROGRAM, String(thinkingMs), String(megabytes)];
}
