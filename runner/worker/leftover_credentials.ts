import type { CredentialSource } from '../git/with_credential.ts';
import type { AskForToken } from './attempt_credentials.ts';

/**
 * For saving the work of a dead runner. Its attempt may still count, so the service is asked, once for each push: it may be
 * away or refuse, and then git tries without, because the repository may need none.
 */
export function leftoverCredentials(ask: AskForToken): CredentialSource {
  return {
    current: async (signal) => {
      const answer = await ask(signal ?? new AbortController().signal).catch(() => undefined);
      const given = answer?.credential ?? undefined;
      return given === undefined ? undefined : { username: given.username, token: given.token };
    },
    drop: () => {},
  };
}
