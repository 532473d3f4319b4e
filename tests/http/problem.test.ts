import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type {
  ChangedMeanwhileError,
  GitHubRefusalError,
  GitHubUnreachableError,
  NoAccessError,
  RepositoryMovedError,
  UnexpectedAnswerError,
} from '../../src/github/clients/github_error.ts';
import { problemOf } from '../../src/http/problem.ts';
import type { TooSlowError } from '../../src/service/deliveries/held_delivery.ts';
import type { IntegrationMovesError } from '../../src/service/observations/at_integration_head.ts';
import type { NotNowError } from '../../src/service/ports/forge.ts';
import { passingTroubleOf, TROUBLE_CODES } from '../../src/service/ports/passing_trouble.ts';
import type { DatabaseErrorCode } from '../../src/store/client/database_error.ts';
import type {
  CommandTooLargeError,
  ConflictError,
  OverloadedError,
  QueueClosedError,
} from '../../src/store/client/write_queue_errors.ts';
import type { MigrationErrorCode } from '../../src/store/migrate/migration_error.ts';
import { read, sourceFiles } from '../house/source_files.ts';

type Code =
  | DatabaseErrorCode
  | MigrationErrorCode
  | 'github_unavailable'
  | (
      | ChangedMeanwhileError
      | CommandTooLargeError
      | ConflictError
      | GitHubRefusalError
      | GitHubUnreachableError
      | IntegrationMovesError
      | NoAccessError
      | NotNowError
      | OverloadedError
      | QueueClosedError
      | RepositoryMovedError
      | TooSlowError
      | UnexpectedAnswerError
    )['code'];

const EXPECTED: Readonly<Record<Code, 'passes' | 'passes_with_people' | 'lasts'>> = {
  github_unreachable: 'passes',
  github_unavailable: 'passes_with_people',
  github_no_access: 'passes_with_people',
  github_refusal: 'passes_with_people',
  github_unexpected: 'lasts',
  repository_moved: 'passes',
  not_now: 'passes',
  too_slow: 'passes',
  changed_meanwhile: 'passes',
  integration_moves: 'passes',
  conflict: 'passes',
  overloaded: 'passes',
  queue_closed: 'passes',
  database_busy: 'passes',
  database_unreachable: 'passes',
  database_closed: 'passes',
  database_full: 'passes_with_people',
  database_refused: 'passes_with_people',
  database_damaged: 'passes_with_people',
  database_failed: 'passes_with_people',
  guard_failed: 'lasts',
  statement_invalid: 'lasts',
  command_too_large: 'lasts',
  migrations_unreadable: 'lasts',
  database_newer: 'lasts',
  migration_changed: 'lasts',
  migration_failed: 'lasts',
};

/** What the service answers where a handler throws an error with this code, and what it logs. */
async function answerTo(error: Error) {
  const logged: string[] = [];
  const app = new Hono().get('/', () => {
    throw error;
  });
  app.onError(problemOf((_level, message) => logged.push(message)));
  const answer = await app.request('/');
  const body = (await answer.json()) as { error: { code: string; message: string } };
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), code: body.error.code, body, logged };
}

const troubled = (code: string) => Object.assign(new Error('A secret detail.'), { code });

it.each(Object.entries(EXPECTED))('%s %s: for a delivery as for whoever asked', async (code, expected) => {
  const error = troubled(code);
  const answer = await answerTo(error);
  expect(JSON.stringify(answer.body)).not.toContain('secret');
  if (expected === 'lasts') {
    expect(passingTroubleOf(error)).toBeNull();
    expect(answer).toMatchObject({ status: 500, retryAfter: null, code: 'internal' });
    expect(answer.logged).toHaveLength(1);
    return;
  }
  expect(passingTroubleOf(error)?.passes).toBe(expected === 'passes' ? 'by_itself' : 'with_people');
  const named = code === 'overloaded' ? 'overloaded' : 'unavailable';
  expect(answer).toMatchObject({ status: 503, retryAfter: '1', code: named });
  expect(answer.logged).toHaveLength(expected === 'passes' ? 0 : 1);
});

it('what carries a code that nobody knows, or none, does not pass', async () => {
  for (const error of [troubled('toString'), troubled('another'), new Error('None.')]) {
    expect(passingTroubleOf(error)).toBeNull();
    expect(await answerTo(error)).toMatchObject({ status: 500, code: 'internal' });
  }
  expect(passingTroubleOf({ code: 'database_busy' })).toBeNull();
});

it('the code of every error of store, GitHub and service stands in the table, and no other', () => {
  const written = sourceFiles()
    .filter((file) => /^src\/(store|github|service)\//.test(file))
    .flatMap((file) => [...read(file).matchAll(/^ {2}readonly code = '(\w+)';/gm)].map(([, code = '']) => code));
  expect(written.length).toBeGreaterThan(10);
  expect(TROUBLE_CODES).toEqual(expect.arrayContaining(written));
  expect(TROUBLE_CODES.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});
