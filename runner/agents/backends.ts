import type { Transport } from '../config/runner_config.ts';
import type { AgentBackend } from './agent_backend.ts';
import { textBackend } from './text_backend.ts';

/** The backend of each transport. */
export const BACKENDS: Readonly<Record<Transport, AgentBackend>> = { text: textBackend };
