import type { Octokit } from '@octokit/rest';
import type { CommandPermission } from '../../core/settings/repository_settings.ts';
import { isRefusal } from '../clients/github_error.ts';

const ROLES = ['write', 'maintain', 'admin'] as const;

/**
 * Whether somebody has at least this role. Custom roles have names of their own; what they stand on is told by the
 * permissions they come with.
 */
export async function hasRole(
  octokit: Octokit,
  who: { readonly owner: string; readonly repo: string; readonly username: string },
  atLeast: Extract<CommandPermission, { kind: 'role' }>['atLeast'],
): Promise<boolean> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel(who);
    const granted = data.user?.permissions;
    const has = {
      write: data.permission === 'write' || granted?.push === true,
      maintain: data.role_name === 'maintain' || granted?.maintain === true,
      admin: data.permission === 'admin' || granted?.admin === true,
    };
    return ROLES.slice(ROLES.indexOf(atLeast)).some((role) => has[role]);
  } catch (error) {
    if (isRefusal(error, 404)) return false;
    throw error;
  }
}

/** Whether somebody is in the team. */
export async function isMember(
  octokit: Octokit,
  who: { readonly org: string; readonly team_slug: string; readonly username: string },
): Promise<boolean> {
  try {
    const { data } = await octokit.rest.teams.getMembershipForUserInOrg(who);
    return data.state === 'active';
  } catch (error) {
    if (isRefusal(error, 404)) return false;
    throw error;
  }
}
