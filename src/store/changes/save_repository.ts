import type { Statement } from '../client/statement.ts';
import type { ChangeOf } from './change_of.ts';

/**
 * Adds a repository or renames it. Guard: no other repository has its clone URL or its id at GitHub, so that two commands
 * which meet it for the first time do not make two of it.
 */
export function saveRepository({ repository, at }: ChangeOf<'save_repository'>): Statement {
  return {
    sql: `INSERT INTO repositories (id, name, clone_url, github_id, github_installation, saved_at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, clone_url = excluded.clone_url,
        github_id = excluded.github_id, github_installation = excluded.github_installation,
        saved_at = excluded.saved_at`,
    args: [
      repository.id,
      repository.name,
      repository.cloneUrl,
      repository.github?.id ?? null,
      repository.github?.installation ?? null,
      at,
    ],
    guard: 'repository_known_once',
  };
}
