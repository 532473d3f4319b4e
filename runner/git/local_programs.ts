import type { CloneUrl } from './clone_url.ts';
import { safeConfigurationArguments } from './git_environment.ts';

/**
 * The argument by which git starts its other half in a repository on this machine. That half reads that repository's
 * configuration, and git hides our fixed configuration from it, so it is handed over here. Above all this keeps the
 * user's own hooks (`pre-receive`, `update`, `post-receive`, `reference-transaction`) from running in the runner's name:
 * an attempt's ref in a local repository is a note of Planwright's, and no push by the user. Over http the other half is
 * the server's business.
 */
export function localProgramArguments(cloneUrl: CloneUrl, program: 'upload-pack' | 'receive-pack'): string[] {
  switch (cloneUrl.kind) {
    case 'folder': {
      const configuration = safeConfigurationArguments.map((argument) => `'${argument}'`).join(' ');
      return [`--${program}=git ${configuration} ${program}`];
    }
    case 'http':
      return [];
    default:
      throw cloneUrl satisfies never;
  }
}
