import { leaseTasks, type PickedTask } from '../../core/decide/lease.ts';
import { type Decision, nothing } from '../../core/decision.ts';
import { Refusal } from '../../core/refusal.ts';
import type { RunnerToken } from '../../core/runner/runner_token.ts';
import type { ExecutionRequest } from '../../protocol/execution_request.ts';
import type { LeaseRequest, LeaseResponse } from '../../protocol/lease_messages.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import type { SliceReader } from '../ports/store.ts';
import { earlierConversation } from '../views/earlier_conversation.ts';
import { pickForWaiting, type Waiting } from './pick_for_waiting.ts';

/** How long a lease lasts until its attempt has started. */
const START_WITHIN_MS = 10_000;
/** How often waiting runners are served although nothing woke them: another replica may have made work. */
const LOOK_AGAIN_MS = 1_000;

type Waiter = Waiting & {
  readonly answer: (leases: readonly ExecutionRequest[]) => void;
  readonly fail: (error: unknown) => void;
};

/**
 * The runners that wait for work, each with a call that stays open. All that wait at one moment are served by one command, so
 * that leases never compete with each other inside a process; between replicas the scheduler's version decides.
 */
export class LeaseWaiters {
  readonly #deps: ServiceDependencies;
  readonly #underWay = new Map<string, Promise<LeaseResponse>>();
  #waiting: Waiter[] = [];
  #serving = false;

  constructor(deps: ServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Answers with work as soon as there is some, or empty after `waitMs` or when the caller is gone. A call that is repeated
   * while the first still waits shares its answer. One that waits is handed nothing once its token was revoked, or its runner
   * registered anew.
   */
  lease(request: LeaseRequest, token: RunnerToken | null, gone?: AbortSignal): Promise<LeaseResponse> {
    const call = JSON.stringify([request.runner, request.boot, request.request, token?.name]);
    const known = this.#underWay.get(call);
    if (known !== undefined) return known;
    const answering = this.#lease(request, token, gone).finally(() => this.#underWay.delete(call));
    this.#underWay.set(call, answering);
    return answering;
  }

  async #lease(request: LeaseRequest, token: RunnerToken | null, gone?: AbortSignal): Promise<LeaseResponse> {
    const { store, signals, settings, clock } = this.#deps;
    const runner = await store.read.runnerById(request.runner);
    if (runner === null || runner.boot !== request.boot) {
      throw new Refusal('unknown_runner', 'This runner is not registered. Register again.');
    }
    const repeated = await store.read.attemptsOfLease(request.runner, request.request);
    if (repeated.length > 0)
      return answer(
        repeated.map((attempt) => attempt.request),
        settings.leaseMs,
        false,
      );
    const until = clock.now() + request.waitMs;
    for (;;) {
      const leftMs = until - clock.now();
      const woken = signals.work.next(Math.max(0, Math.min(LOOK_AGAIN_MS, leftMs)), gone);
      const leases = gone?.aborted ? [] : await this.#ask(request, token);
      if (leases.length > 0 || leftMs <= 0 || gone?.aborted) {
        const idle = leases.length === 0 && !(await store.read.hasOpenRuns());
        return answer(leases, settings.leaseMs, idle);
      }
      await woken;
    }
  }

  #ask(request: LeaseRequest, token: RunnerToken | null): Promise<readonly ExecutionRequest[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, token, answer: resolve, fail: reject });
      void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    if (this.#serving) return;
    this.#serving = true;
    while (this.#waiting.length > 0) {
      const waiters = this.#waiting;
      this.#waiting = [];
      try {
        const leases = await commit(this.#deps, 'lease', (read) => this.#decide(read, waiters));
        for (const waiter of waiters) waiter.answer(leases.get(waiter) ?? []);
      } catch (error) {
        for (const waiter of waiters) waiter.fail(error);
      }
    }
    this.#serving = false;
  }

  async #decide(
    read: SliceReader,
    waiters: readonly Waiter[],
  ): Promise<Decision<ReadonlyMap<Waiter, readonly ExecutionRequest[]>>> {
    const { settings, clock } = this.#deps;
    const { slice, picks } = await pickForWaiting(read, waiters, {
      limits: settings.scheduling,
      leaseMs: settings.leaseMs,
      now: clock.now(),
    });
    if (picks.length === 0) return nothing(new Map());
    const details = new Map(
      (await read.leaseDetails(picks.map(({ pick }) => pick.candidate.id))).map((found) => [found.task.id, found]),
    );
    const picked: (PickedTask & { waiter: Waiter })[] = [];
    for (const { waiter, pick } of picks) {
      const found = details.get(pick.candidate.id);
      const runner = slice.runners.find(({ runner: { id } }) => id === waiter.request.runner)?.runner;
      // The details were read a moment after the slice: what happened in between decides.
      if (found?.task.state !== 'ready' || found.run.state !== 'running' || found.run.cancel !== null) continue;
      if (runner === undefined) continue;
      const conversation = pick.agent === null ? [] : await earlierConversation(this.#deps, found);
      picked.push({ waiter, pick, details: found, runner, leaseRequest: waiter.request.request, conversation });
    }
    const input = {
      startWithinMs: Math.min(START_WITHIN_MS, this.#deps.settings.leaseMs),
      limits: this.#deps.settings.execution,
    };
    const decision = leaseTasks(slice, picked, input, surroundings(this.#deps));
    const leases = new Map<Waiter, ExecutionRequest[]>();
    for (const [index, request] of decision.result.entries()) {
      const waiter = picked[index]?.waiter;
      if (waiter !== undefined) leases.set(waiter, [...(leases.get(waiter) ?? []), request]);
    }
    return { ...decision, result: leases };
  }
}

function answer(leases: readonly ExecutionRequest[], leaseMs: number, idle: boolean): LeaseResponse {
  return { leases: leases.map((request) => ({ request, leaseMs: Math.min(START_WITHIN_MS, leaseMs) })), idle };
}
