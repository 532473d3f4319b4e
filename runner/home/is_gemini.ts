import { basename } from 'node:path';
import type { Provider } from '../config/runner_config.ts';

/** Whether a provider's program is Gemini, by itself or started by another: its file says so. */
export function isGemini({ command, transport }: Pick<Provider, 'command' | 'transport'>): boolean {
  return transport === 'acp' && command.some((part) => /^gemini(?:\.[cm]?js)?$/.test(basename(part)));
}
