import type { Decision, DecisionBuilder, Surroundings } from '../decision.ts';
import type { Effect, EffectAnswer } from '../effects/effect.ts';
import type { NewEffect } from '../effects/new_effect.ts';
import { integrationLane } from '../run/lanes.ts';
import type { TaskSlice } from '../slices.ts';
import { neutraliseTitle } from '../text/neutralise_title.ts';
import { takePushed } from './branch_pushed.ts';
import { effectIsWanted } from './effect_is_wanted.ts';
import { endTaskBadly } from './end_task.ts';
import { noticed } from './notice.ts';
import { effectOfKind, type Sent, settled, unexpectedAnswer } from './sent.ts';

type PublishTask = Extract<Effect, { kind: 'publish_task' }>;

/**
 * The answer of `publish_task`: what is published is merged, in its turn. Where people have pushed to the branch, their
 * commits are verified first; what the attempt made stays at the attempt's ref.
 */
export function answerPublish(slice: TaskSlice, sent: Sent, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { answer } = sent;
  const effect = effectOfKind(sent, 'publish_task');
  if (effect.for === 'person') return answerLeft(builder, slice, effect, answer).result(null);
  switch (answer.kind) {
    case 'published':
      tellPublished(builder, slice, effect, answer.pull);
      if (effectIsWanted(slice, effect)) builder.effect(merging(slice, effect, around.newId()));
      break;
    case 'pushed_by_others':
      if (effectIsWanted(slice, effect)) {
        takePushed(builder, slice, { commit: answer.head, by: 'somebody' }, around.now);
      }
      break;
    case 'refused':
      if (effectIsWanted(slice, effect)) {
        endTaskBadly(builder, slice, 'fail', { code: 'publish_refused', message: answer.message }, around.now);
      }
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('publish_task', answer.kind);
  }
  return builder.result(null);
}

/** The branch of a task that a person took stands where its work is, or where others have moved it. */
function answerLeft(
  builder: DecisionBuilder,
  slice: TaskSlice,
  effect: PublishTask,
  answer: EffectAnswer,
): DecisionBuilder {
  const { task, run } = slice;
  const { takeover } = task;
  switch (answer.kind) {
    case 'published':
      tellPublished(builder, slice, effect, task.pull);
      break;
    case 'pushed_by_others':
      break;
    case 'refused':
      return builder.event(noticed(run, `\`${effect.branch}\` could not be left to you: ${answer.message}`, task));
    case 'superseded':
      return builder;
    default:
      throw unexpectedAnswer('publish_task', answer.kind);
  }
  if (!effectIsWanted(slice, effect) || takeover?.kind !== 'held') return builder;
  const from = answer.kind === 'published' ? effect.commit : answer.head;
  return builder.change({
    kind: 'set_task',
    task: task.id,
    in: task.state,
    atAttempt: task.attempts,
    set: { takeover: { ...takeover, from } },
  });
}

function tellPublished(
  builder: DecisionBuilder,
  { task, run }: TaskSlice,
  { branch, commit }: PublishTask,
  pull: number | null,
): void {
  const at = { run: run.id, task: task.key };
  builder.event({ ...at, body: { kind: 'task_published', branch, commit } });
  if (pull === null || pull === task.pull) return;
  builder
    .change({ kind: 'set_task', task: task.id, in: task.state, atAttempt: task.attempts, set: { pull } })
    .event({ ...at, body: { kind: 'pull_opened', pull } });
}

/** Merges of a run are serial, in the order in which their branches were published. */
function merging({ task, run }: TaskSlice, { branch, commit }: PublishTask, id: string): NewEffect {
  const message = `Merge ${task.key}: ${neutraliseTitle(task.spec.title)}`;
  const effect = { kind: 'merge_task', task: task.id, branch, commit, message } as const;
  return { id, run: run.id, lane: integrationLane(run.id), effect };
}
