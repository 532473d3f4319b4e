import type { Installation, Repository } from '../state.ts';
import type { World } from '../world.ts';

/** The installation that an account has, or undefined. */
export function installationOf(world: World, owner: string): Installation | undefined {
  const wanted = owner.toLowerCase();
  return [...world.state.installations.values()].find(({ account }) => account.toLowerCase() === wanted);
}

/** The installation that reaches a repository, or undefined. */
export function installationFor(world: World, repository: Repository): Installation | undefined {
  const installation = installationOf(world, repository.owner);
  return installation !== undefined && reaches(installation, repository) ? installation : undefined;
}

/** Whether an installation has the repository. */
export function reaches(installation: Installation, repository: Repository): boolean {
  if (installation.account.toLowerCase() !== repository.owner.toLowerCase()) return false;
  return installation.repositories === 'all' || installation.repositories.includes(repository.id);
}

/** The repositories of an installation, in order of their ids. */
export function repositoriesOf(world: World, installation: Installation): Repository[] {
  return [...world.state.repositories.values()].filter((repository) => reaches(installation, repository));
}
