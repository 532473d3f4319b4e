import { type Decision, nothing } from '../core/changes.ts';
import { answerBegin, answerMerge, answerPublish, effectIsWanted, type Sent } from '../core/decide/answer_effect.ts';
import type { EffectAnswer, EffectRecord } from '../core/effects/effect.ts';
import { commit } from './commit.ts';
import { type ServiceDependencies, surroundings } from './dependencies.ts';
import type { SliceReader } from './ports/store.ts';

/** How long a sender holds an effect before another may send it; sending twice is harmless, but wasteful. */
const HOLD_MS = 10_000;
/** Effects sent at once: each of another lane. */
const AT_ONCE = 8;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;

/** Sends what is due and commits each answer together with its row. Says whether anything was due. */
export async function sendEffects(deps: ServiceDependencies): Promise<boolean> {
  const now = deps.clock.now();
  const claimed = await deps.store.outbox.claim(deps.process, now, now + HOLD_MS, AT_ONCE);
  await Promise.all(claimed.map((effect) => sendEffect(deps, effect)));
  return claimed.length > 0;
}

async function sendEffect(deps: ServiceDependencies, effect: EffectRecord): Promise<void> {
  try {
    const answer = await answerOf(deps, effect);
    await settle(deps, { effect, owner: deps.process, answer });
  } catch (error) {
    const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** effect.attempts);
    const message = error instanceof Error ? error.message : String(error);
    deps.log('warn', 'An effect could not be sent and will be sent again.', {
      effect: effect.id,
      kind: effect.effect.kind,
      message,
    });
    await deps.store.outbox.release(
      effect.id,
      deps.process,
      deps.clock.now() + Math.floor(deps.random() * ceilingMs),
      message,
    );
  }
}

async function answerOf(deps: ServiceDependencies, { id, run: runId, effect }: EffectRecord): Promise<EffectAnswer> {
  const slice = await deps.store.read.effectSlice(id);
  if (slice === null) throw new Error('The effect has gone from the outbox.');
  const { run } = slice;
  if (effect.kind === 'begin_run') {
    if (run.state !== 'pending') return { kind: 'superseded' };
  } else {
    const task = await deps.store.read.taskSlice(effect.task, 'direct');
    if (task === null || !effectIsWanted(task, effect)) return { kind: 'superseded' };
  }
  const { repository, branchPrefix } = { repository: slice.repository, branchPrefix: run.branchPrefix };
  return deps.forge.send(effect, { run: runId, repository, branchPrefix });
}

function settle(deps: ServiceDependencies, sent: Sent): Promise<null> {
  return commit(deps, `answer_${sent.effect.effect.kind}`, (read) => decideAnswer(deps, read, sent));
}

async function decideAnswer(deps: ServiceDependencies, read: SliceReader, sent: Sent): Promise<Decision<null>> {
  const { effect } = sent.effect;
  // Settled already: an earlier commit of this very answer landed although nobody heard of it.
  if ((await read.effectSlice(sent.effect.id)) === null) return nothing(null);
  switch (effect.kind) {
    case 'begin_run': {
      const slice = await read.runSlice(sent.effect.run);
      if (slice === null) return nothing(null);
      return answerBegin(slice, { ...sent, sequence: nextSequence(slice.run.branchPrefix) }, surroundings(deps));
    }
    case 'publish_task': {
      const slice = await read.taskSlice(effect.task, sent.answer.kind === 'refused' ? 'all' : 'direct');
      return slice === null ? nothing(null) : answerPublish(slice, sent, surroundings(deps));
    }
    case 'merge_task': {
      const slice = await read.taskSlice(effect.task, sent.answer.kind === 'merged' ? 'direct' : 'all');
      return slice === null ? nothing(null) : answerMerge(slice, sent, surroundings(deps));
    }
    default:
      return effect satisfies never;
  }
}

/** The number that follows the one a taken prefix ends in: `planwright/x` → 2, `planwright/x.2` → 3. */
function nextSequence(prefix: string): number {
  const found = /\.(\d+)$/.exec(prefix);
  return found === null ? 2 : Number(found[1]) + 1;
}
