import { z } from 'zod';

/** Transports that the contract names; those that are not built are refused by name. */
const NAMED_TRANSPORTS = ['text', 'claude-code', 'codex', 'acp', 'aider'] as const;

const Transport = z
  .enum(NAMED_TRANSPORTS, `must be one of ${NAMED_TRANSPORTS.join(', ')}`)
  .refine((transport) => transport === 'text', 'this transport is not built yet; use `text`')
  .transform(() => 'text' as const);

const EnvironmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable, without `=` and value');

const ProviderEntry = z.strictObject({
  command: z.array(z.string().min(1, 'an argument is empty')).min(1, 'name a program, for example `[node, agent.mjs]`'),
  transport: Transport,
  env: z.array(EnvironmentName).default([]),
  slots: z.number().int().positive().optional(),
});

const ProviderName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name is at most 64 of A-Z a-z 0-9 . _ -');

/** The runner's file as it is written (`PLANWRIGHT_RUNNER_CONFIG`). */
export const RunnerFile = z.strictObject({
  providers: z.record(ProviderName, ProviderEntry).default({}),
  repositories: z.array(z.string().min(1)).max(1_024).optional(),
  sandbox: z.enum(['auto', 'required', 'off'], 'must be auto, required or off').optional(),
  environments: z.undefined('environments are not built yet; remove this entry').optional(),
  labels: z.array(z.string().min(1).max(64)).max(64).default([]),
  slots: z.number().int().positive().max(1_024).optional(),
});
export type RunnerFile = z.infer<typeof RunnerFile>;
