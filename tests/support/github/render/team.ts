import { apiUrl, nodeId, type World } from '../world.ts';

/** A team as pull requests name it. */
export function renderTeam(world: World, organization: string, slug: string) {
  const id = [...world.state.teams.keys()].indexOf(`${organization}/${slug}`.toLowerCase()) + 1;
  const url = `${apiUrl(world)}/organizations/1/team/${id}`;
  return {
    id,
    node_id: nodeId('T', id),
    url,
    html_url: `https://github.com/orgs/${organization}/teams/${slug}`,
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    permission: 'push',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}
