import type { RepositoryRecord } from '../core/records.ts';
import type { CommandPermission } from '../core/settings/repository_settings.ts';
import type { Authorization } from '../service/ports/authorization.ts';
import type { GitHubSide } from '../service/ports/github_side.ts';
import type { RepositoryReader } from '../service/ports/repository_reader.ts';

const REMEMBERED_MS = 60_000;
/** More refusals or repositories than these are not remembered at once, whoever sends how much. */
const ENTRIES = 1_000;

type SettingsFiles = Awaited<ReturnType<RepositoryReader['settingsFiles']>>;
/** What is asked before it is known whether somebody may command. */
type Asked = Pick<GitHubSide, 'authorization' | 'repositories'>;

/**
 * The same, where whoever may not command is asked for once a minute, and so are the settings of a repository in which
 * only such people do something: strangers must not use up what an installation may read. Who may is asked for every time, and
 * then the settings are read anew the next time.
 */
export function rememberingRefusals(
  { authorization, repositories }: Asked,
  clock: { readonly now: () => number },
): Asked {
  const refused = memory<true>(clock);
  const read = memory<SettingsFiles>(clock);
  const quiet = memory<true>(clock);
  const may: Authorization['may'] = async (repository, login, need) => {
    const where = nameOf(repository);
    const who = `${where} ${login.toLowerCase()} ${needOf(need)}`;
    const isPermitted = refused.get(who) === undefined && (await authorization.may(repository, login, need));
    if (isPermitted) quiet.forget(where);
    else {
      if (refused.get(who) === undefined) refused.set(who, true);
      quiet.set(where, true);
    }
    return isPermitted;
  };
  const settingsFiles: RepositoryReader['settingsFiles'] = async (repository, how) => {
    const where = nameOf(repository);
    const known = how === 'anew' || quiet.get(where) === undefined ? undefined : read.get(where);
    if (known !== undefined) return known;
    const found = await repositories.settingsFiles(repository);
    read.set(where, found);
    return found;
  };
  return { authorization: { ...authorization, may }, repositories: { ...repositories, settingsFiles } };
}

function nameOf({ name, github }: RepositoryRecord): string {
  return `${github?.installation ?? ''} ${github?.id ?? ''} ${name}`;
}

function needOf(need: CommandPermission): string {
  return need.kind === 'role' ? `role ${need.atLeast}` : `team ${need.slug}`;
}

/** What is forgotten a minute after it was first kept, and earlier where too much is. */
function memory<Value>(clock: { readonly now: () => number }) {
  const kept = new Map<string, { readonly value: Value; readonly until: number }>();
  const get = (key: string): Value | undefined => {
    const found = kept.get(key);
    return found !== undefined && clock.now() < found.until ? found.value : undefined;
  };
  return {
    get,
    set: (key: string, value: Value): void => {
      kept.delete(key);
      kept.set(key, { value, until: clock.now() + REMEMBERED_MS });
      const [oldest] = kept.keys();
      if (kept.size > ENTRIES && oldest !== undefined) kept.delete(oldest);
    },
    forget: (key: string): void => void kept.delete(key),
  };
}
