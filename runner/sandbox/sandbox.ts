/** Whether bubblewrap works on this machine. */
export type BubblewrapStatus =
  | { readonly state: 'available'; readonly program: string; readonly version: string }
  | { readonly state: 'missing'; readonly why: string; readonly remedy: string };

/** What a runner's file says under `sandbox:`. */
export type SandboxSetting = 'auto' | 'required' | 'off';

/** What commands run in. */
export type Sandbox =
  | { readonly kind: 'bubblewrap'; readonly program: string }
  | { readonly kind: 'none'; readonly because: string };

/** The setting asks for a sandbox that this machine does not offer. */
export class SandboxRequiredError extends Error {
  override readonly name = 'SandboxRequiredError';
  readonly code = 'sandbox_required';
  readonly why: string;
  readonly remedy: string;

  constructor(why: string, remedy: string) {
    super(`The runner needs a sandbox and has none. ${why} ${remedy}`);
    this.why = why;
    this.remedy = remedy;
  }
}

/**
 * Decides what commands run in.
 *
 * @throws SandboxRequiredError where the setting is `required` and bubblewrap does not work here
 */
export function chooseSandbox(setting: SandboxSetting, status: BubblewrapStatus): Sandbox {
  switch (setting) {
    case 'off':
      return { kind: 'none', because: 'The runner file says `sandbox: off`.' };
    case 'auto':
      if (status.state === 'available') return { kind: 'bubblewrap', program: status.program };
      return { kind: 'none', because: `${status.why} ${status.remedy}` };
    case 'required':
      if (status.state === 'available') return { kind: 'bubblewrap', program: status.program };
      throw new SandboxRequiredError(status.why, status.remedy);
    default:
      return setting satisfies never;
  }
}
