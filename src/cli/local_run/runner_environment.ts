/** What belongs to the service or to people and is not the runner's business. */
const WITHHELD = new Set([
  'OPERATOR_TOKEN',
  'TICK_SECRET',
  'DATABASE_URL',
  'DATABASE_AUTH_TOKEN',
  'PRIVATE_KEY',
  'WEBHOOK_SECRET',
  // `plan run` reads from the runner's log what it says of its sandbox.
  'LOG_LEVEL',
]);

/** The environment of a runner that serves the plans of this machine: the user's own, and where its service is. */
export function localRunnerEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  service: { readonly address: string; readonly runnerToken: string },
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && !WITHHELD.has(name)) environment[name] = value;
  }
  return { ...environment, PLANWRIGHT_URL: service.address, RUNNER_TOKEN: service.runnerToken };
}
