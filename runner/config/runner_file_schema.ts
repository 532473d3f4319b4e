import { z } from 'zod';
import { TRANSPORTS } from '../agents/backends.ts';
import { readAllowedHost } from '../egress/allowed_host.ts';

const TransportName = z.enum(TRANSPORTS, `must be one of ${TRANSPORTS.join(', ')}`);

const EnvironmentName = z
  .string('must be a text')
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable, without `=` and value');

const EGRESS = 'must be a list of hosts, for example `[api.example.com, "*.example.org"]`; leave it out for no limit';

const EgressHost = z.string(EGRESS).transform((written, context) => {
  const host = readAllowedHost(written);
  if (host !== undefined) return host;
  const message = `\`${written}\` is no host; write a name like api.example.com, \`*.example.org\` or 127.0.0.1:11434`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const COMMAND = 'name a program, for example `[node, agent.mjs]`';
const LABELS = 'must be a list of at most 64 texts, for example `[linux, gpu]`';
const REPOSITORIES = 'must be a list, for example `[ "acme/*" ]`';
const SLOTS = 'must be a whole number from 1 to 1024';

const Slots = z.number(SLOTS).int(SLOTS).positive(SLOTS).max(1_024, SLOTS);

const HOME_FILES = 'must be a list of files below your home, for example `[.codex/auth.json]`';

const HomeFile = z
  .string(HOME_FILES)
  .max(256, HOME_FILES)
  .regex(
    /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)*$/,
    'must be the path of a file from your home on, without `~`, `..` and a slash at its ends',
  );

const ProviderEntry = z.strictObject(
  {
    command: z
      .array(z.string('quote this argument: it has to be a text').min(1, 'an argument is empty'), COMMAND)
      .min(1, COMMAND),
    transport: TransportName,
    env: z.array(EnvironmentName, 'must be a list of names, for example `[MY_KEY]`').default([]),
    home: z.array(HomeFile, HOME_FILES).max(64, HOME_FILES).default([]),
    slots: Slots.optional(),
  },
  { error: entryError('must have entries, for example `{ command: [node, agent.mjs], transport: text }`') },
);

const ProviderName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name is at most 64 of A-Z a-z 0-9 . _ -');

/** The runner's file as it is written (`PLANWRIGHT_RUNNER_CONFIG`). */
export const RunnerFile = z.strictObject(
  {
    providers: z
      .record(
        ProviderName,
        ProviderEntry,
        'must name providers, for example `{ coder: { command: [node, agent.mjs], transport: text } }`',
      )
      .default({}),
    repositories: z
      .array(z.string(REPOSITORIES).min(1, REPOSITORIES), REPOSITORIES)
      .max(1_024, REPOSITORIES)
      .optional(),
    sandbox: z.enum(['auto', 'required', 'off'], 'must be auto, required or off').optional(),
    egress: z.array(EgressHost, EGRESS).max(1_024, EGRESS).optional(),
    environments: z.undefined('environments are not built yet; remove this entry').optional(),
    labels: z.array(z.string(LABELS).min(1, LABELS).max(64, LABELS), LABELS).max(64, LABELS).default([]),
    slots: Slots.optional(),
  },
  { error: entryError('the file must hold entries, for example `slots: 4`') },
);
export type RunnerFile = z.infer<typeof RunnerFile>;

/** What is said where no mapping was written; an unknown entry in one is told by its name. */
function entryError(message: string): (issue: { readonly code?: string | undefined }) => string | undefined {
  return ({ code }) => (code === 'invalid_type' ? message : undefined);
}
