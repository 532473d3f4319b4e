import type { AttemptRecord } from '../../core/records.ts';
import { guardedUpdate } from '../client/guard.ts';
import { compile, type Statement } from '../client/statement.ts';
import { sql } from '../drizzle.ts';
import { build } from '../queries/query.ts';
import { attemptRequests, attempts } from '../schema/attempts.ts';
import type { ChangeOf } from './change_of.ts';
import { placeholdersOf } from './placeholders_of.ts';
import { updateFields } from './update_fields.ts';

const insertRow = compile<Omit<AttemptRecord, 'request'> & { ref: string }>(
  build.insert(attempts).values(placeholdersOf(attempts)),
);
const insertRequest = compile<{ attempt: string; request: AttemptRecord['request'] }>(
  build.insert(attemptRequests).values(placeholdersOf(attemptRequests)),
);

const updateInState = updateFields<{ '@attempt': string; '@state': string }>(
  attempts,
  sql`${attempts.id} = ${sql.placeholder('@attempt')} AND ${attempts.state} = ${sql.placeholder('@state')}`,
);
const updateById = updateFields<{ '@attempt': string }>(attempts, sql`${attempts.id} = ${sql.placeholder('@attempt')}`);

type OfAttempt = 'insert_attempt' | 'move_attempt' | 'renew_lease' | 'order_cancel' | 'note_failure';

/** What is written of attempts. */
export function statementsOfAttempt(change: ChangeOf<OfAttempt>): readonly Statement[] {
  switch (change.kind) {
    case 'insert_attempt':
      return insertAttempt(change);
    case 'move_attempt':
      return moveAttempt(change);
    case 'renew_lease':
      return renewLease(change);
    case 'order_cancel':
      return orderCancel(change);
    case 'note_failure':
      return noteFailure(change);
    default:
      return change satisfies never;
  }
}

/** Guard, by a unique index: the task has no attempt of that number. */
function insertAttempt({ attempt }: ChangeOf<'insert_attempt'>): readonly Statement[] {
  const { request, ...row } = attempt;
  return [
    { ...insertRow({ ...row, ref: request.attemptRef }), guard: 'attempt_number_free' },
    insertRequest({ attempt: attempt.id, request }),
  ];
}

/** Guard: the attempt is in the state `from`. */
function moveAttempt({ attempt, from, to, set }: ChangeOf<'move_attempt'>): readonly Statement[] {
  const where = { '@attempt': attempt, '@state': from };
  return guardedUpdate('attempt_in_state', updateInState({ ...set, state: to }, where));
}

/** Guard: the attempt is in the state `in`. */
function renewLease(change: ChangeOf<'renew_lease'>): readonly Statement[] {
  const { attempt, in: state, leaseUntil, progress } = change;
  const set = progress === undefined ? { leaseUntil } : { leaseUntil, progress };
  return guardedUpdate('attempt_in_state', updateInState(set, { '@attempt': attempt, '@state': state }));
}

/** Guard: the attempt is in the state `in`. */
function orderCancel({ attempt, in: state, how, code, reason }: ChangeOf<'order_cancel'>): readonly Statement[] {
  const where = { '@attempt': attempt, '@state': state };
  return guardedUpdate('attempt_in_state', updateInState({ cancel: { how, code, reason } }, where));
}

/** Guard: the attempt exists. */
function noteFailure({ attempt, failure }: ChangeOf<'note_failure'>): readonly Statement[] {
  return guardedUpdate('attempt_exists', updateById({ failure }, { '@attempt': attempt }));
}
