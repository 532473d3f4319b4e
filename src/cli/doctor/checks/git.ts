import { GitError } from '../../../../runner/git/git_error.ts';
import { minimumGitVersion, requireGit } from '../../../../runner/git/git_version.ts';
import type { Check } from '../check.ts';

/** Git as runners need it. */
export const gitCheck: Check = {
  id: 'git',
  title: 'git',
  run: async () => {
    try {
      return { state: 'ok', what: await requireGit() };
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      const mend = `Install git ${minimumGitVersion} or later, wherever runners and local plans run.`;
      return { state: 'fail', what: error.message, mend };
    }
  },
};
