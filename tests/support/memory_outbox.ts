import type { EffectRecord } from '../../src/core/effects/effect.ts';
import { EFFECT_PRIORITY } from '../../src/core/effects/effect_priority.ts';
import type { NewEffect } from '../../src/core/effects/new_effect.ts';

import type { Busy, Outbox } from '../../src/service/ports/outbox.ts';
import type { ViewReader } from '../../src/service/ports/view_reader.ts';
import { newestDead, type OutboxRow, require, type Tables } from './memory_tables.ts';

/** Puts an effect at the end of its lane, unless another of its key waits that no sender has claimed. */
export function addEffect({ outbox, runs }: Tables, added: NewEffect, at: number): void {
  const { id, run, lane, effect, key = null, delayMs = 0 } = added;
  const dueAt = at + delayMs;
  const same = [...outbox.values()].filter(
    (row) => key !== null && row.key === key && row.state === 'waiting' && row.owner === null,
  );
  for (const row of same) outbox.set(row.id, { ...row, dueAt: Math.min(row.dueAt, dueAt) });
  if (same.length > 0) return;
  const repository = added.repository ?? runs.get(run ?? '')?.repository;
  require('effect_new', !outbox.has(id) && repository !== undefined);
  outbox.set(id, {
    id,
    run,
    repository: repository ?? '',
    lane,
    effect,
    attempts: 0,
    key,
    state: 'waiting',
    dueAt,
    owner: null,
    ownedUntil: 0,
    error: null,
    answer: null,
    settledAt: null,
  });
}

/** Rows stand in the order they were made; the first waiting one of each lane may be claimed. */
export function memoryOutbox({ outbox, repositories, pacing }: Tables): Outbox {
  const claimable = (row: OutboxRow, now: number) => row.dueAt <= now && (row.owner === null || row.ownedUntil <= now);
  const held = (id: string, owner: string) => {
    const row = outbox.get(id);
    return row?.state === 'waiting' && row.owner === owner ? row : undefined;
  };
  const isBusy = ({ repository }: OutboxRow, busy: Busy) => {
    const installation = repositories.get(repository)?.github?.installation;
    const nextTurn = pacing.get(`installation:${installation}`) ?? Number.NEGATIVE_INFINITY;
    return (
      busy.repositories?.includes(repository) === true ||
      (installation !== undefined && busy.installations?.includes(installation) === true) ||
      (busy.turnBy !== undefined && nextTurn > busy.turnBy)
    );
  };
  return {
    claim: async (owner, now, until, limit, busy = {}) => {
      const waiting = [...outbox.values()].filter((row) => row.state === 'waiting');
      const first = waiting.filter((row) => waiting.find((other) => other.lane === row.lane) === row);
      const claimed = first
        .filter((row) => claimable(row, now) && !isBusy(row, busy))
        .sort((left, right) => priorityOf(left) - priorityOf(right) || left.dueAt - right.dueAt)
        .slice(0, limit);
      for (const row of claimed) outbox.set(row.id, { ...row, owner, ownedUntil: until });
      return claimed.map(recordOf);
    },
    release: async (id, owner, dueAt, error) => {
      const row = held(id, owner);
      if (row === undefined) return;
      const failed = error === null ? {} : { error, attempts: row.attempts + 1 };
      outbox.set(id, { ...row, ...failed, owner: null, dueAt });
    },
    hold: async (owner, effects, until) => {
      for (const id of effects) {
        const row = held(id, owner);
        if (row !== undefined) outbox.set(id, { ...row, ownedUntil: until });
      }
    },
  };
}

/** What people see of it. */
export function memoryOutboxView({ outbox }: Tables): ViewReader['outbox'] {
  return async () => {
    return {
      waiting: [...outbox.values()].filter((row) => row.state === 'waiting').length,
      dead: newestDead(outbox.values()).map(({ run, effect, answer }) => ({
        run,
        kind: effect.kind,
        message: answer?.kind === 'refused' ? answer.message : '',
      })),
    };
  };
}

/** What the port tells of a row. */
export function recordOf({ id, run, repository, lane, effect, attempts }: OutboxRow): EffectRecord {
  return { id, run, repository, lane, effect, attempts };
}

function priorityOf({ effect }: OutboxRow): number {
  return EFFECT_PRIORITY[effect.kind];
}
