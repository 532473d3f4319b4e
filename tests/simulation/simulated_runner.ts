import type { AskRequest, AskResponse } from '../../src/protocol/ask_messages.ts';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { LeaseRequest, LeaseResponse } from '../../src/protocol/lease_messages.ts';
import type { Outcome } from '../../src/protocol/outcome.ts';
import type {
  FinishRequest,
  HeartbeatRequest,
  HeartbeatResponse,
  RegisterRequest,
  StartRequest,
} from '../../src/protocol/runner_messages.ts';
import type { SalvagedRequest } from '../../src/protocol/salvage_messages.ts';
import { ORCHESTRATOR_SLOTS, Slot } from '../../src/protocol/slot.ts';
import type { Usage } from '../../src/protocol/usage.ts';

/** What came back of a message: `lost` where no answer did, `refused` with the error's code. */
export type Reply<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'lost' };

/** The way to the service, over a network that may fail. */
export type Link = {
  readonly register: (request: RegisterRequest) => Promise<Reply<{ leaseMs: number }>>;
  readonly lease: (request: LeaseRequest) => Promise<Reply<LeaseResponse>>;
  readonly start: (request: StartRequest) => Promise<Reply<{ leaseMs: number }>>;
  readonly heartbeat: (request: HeartbeatRequest) => Promise<Reply<HeartbeatResponse>>;
  readonly ask: (request: AskRequest) => Promise<Reply<AskResponse>>;
  readonly finish: (request: FinishRequest) => Promise<Reply<unknown>>;
  readonly salvaged: (request: SalvagedRequest) => Promise<Reply<unknown>>;
};

/** How work comes to its end. */
export type Ending = 'by_itself' | 'canceled' | 'blocked' | 'out_of_budget';

/** What a runner asks of the simulation around it. */
export type RunnerSurroundings = {
  readonly now: () => number;
  readonly newId: () => string;
  readonly newCommit: () => string;
  readonly workMs: () => number;
  /** Whether the attempt has something to ask, and what: it does not go on without the answer. */
  readonly questionOf: (request: ExecutionRequest) => AskRequest['asked'] | null;
  /** How the work of this attempt ends. */
  readonly outcomeOf: (runner: string, request: ExecutionRequest, how: Ending) => Outcome;
};

export type RunnerTraits = {
  readonly id: string;
  readonly slots: number;
  readonly labels: readonly string[];
  readonly agentSlots: number | null;
  /** Ends what it cannot renew before the lease is over, as it must. */
  readonly careful: boolean;
  /** Cannot push what attempts leave that make no report. */
  readonly savesNothing?: boolean;
};

type Held = {
  readonly slot: Slot;
  readonly request: ExecutionRequest;
  /** Until when this runner knows its lease to last. */
  leaseUntil: number;
  /** When its work began, and when it is done; null: it has not started. */
  startedAt: number | null;
  doneAt: number | null;
  canceled: boolean;
  /** What it asks; null: nothing, or it has the answer. */
  question: { id: string; readonly asked: AskRequest['asked']; waits: boolean } | null;
  /** The report, once the work has ended; sent until it is answered. */
  report: Outcome | null;
};

/** A runner: takes leases, works for a while, reports. Its reports survive a crash as those in the journal do. */
export class SimulatedRunner {
  readonly traits: RunnerTraits;
  readonly held = new Map<string, Held>();
  #journal = new Map<string, Outcome>();
  /** What was saved of attempts that make no report, by attempt. */
  readonly #salvages = new Map<string, { readonly commit: string; readonly ref: string }>();
  #boot: string;
  #registered = false;
  /** Calls without an answer, by the slot that they were for. */
  readonly #leaseRequests = new Map<Slot, string>();
  readonly #link: Link;
  #way: Link;
  readonly #around: RunnerSurroundings;

  constructor(traits: RunnerTraits, link: Link, around: RunnerSurroundings) {
    this.traits = traits;
    this.#link = link;
    this.#way = link;
    this.#around = around;
    this.#boot = around.newId();
  }

  /** Attempts whose work is going on now. */
  get working(): readonly ExecutionRequest[] {
    return [...this.held.values()]
      .filter((held) => held.doneAt !== null && held.report === null)
      .map((held) => held.request);
  }

  /** What is in a slot that is not for it, and what is too much for its slots. */
  misplaced(slotFor: (task: string) => Slot | undefined): readonly string[] {
    const held = [...this.held.values()];
    const wrong = held.filter(({ slot, request }) => slot !== slotFor(request.task.id));
    const orchestrators = held.filter(({ slot }) => slot === 'orchestrator').length;
    return [
      ...wrong.map(({ slot, request }) => `${request.task.key} is in a slot of ${this.traits.id} for ${slot}.`),
      ...(orchestrators > ORCHESTRATOR_SLOTS ? [`${this.traits.id} holds ${orchestrators} orchestrators.`] : []),
      ...(held.length - orchestrators > this.traits.slots ? [`${this.traits.id} holds more tasks than slots.`] : []),
    ];
  }

  get idle(): boolean {
    return this.held.size === 0 && this.#journal.size === 0 && this.#salvages.size === 0;
  }

  /** From now on no message comes through, either way. */
  fallSilent(): void {
    const lost = async () => ({ kind: 'lost' as const });
    this.#way = { register: lost, lease: lost, start: lost, heartbeat: lost, ask: lost, finish: lost, salvaged: lost };
  }

  speakAgain(): void {
    this.#way = this.#link;
  }

  /** The process dies and another starts: work in hand is saved as it is, and reports that were written down are kept. */
  restart(): void {
    for (const [attempt, { report }] of this.held) {
      if (report !== null) this.#journal.set(attempt, report);
      else this.#salvage(attempt);
    }
    this.held.clear();
    this.#boot = this.#around.newId();
    this.#registered = false;
    this.#leaseRequests.clear();
  }

  /** Work ends when its time has come, or when the lease can no longer be known to last. */
  letTimePass(): void {
    const now = this.#around.now();
    for (const [attempt, held] of this.held) {
      if (held.report !== null) continue;
      if (this.traits.careful && held.leaseUntil <= now) this.#giveUp(attempt);
      else if (held.canceled) this.#end(held, 'canceled');
      else if (isOverShare(held, now)) this.#end(held, 'out_of_budget');
      else if (held.doneAt !== null && held.doneAt <= now && held.question?.waits !== false)
        this.#end(held, held.question === null ? 'by_itself' : 'blocked');
    }
  }

  #end(held: Held, how: Ending): void {
    const outcome = this.#around.outcomeOf(this.traits.id, held.request, how);
    const usage = usedBy(held, this.#around.now());
    held.report = usage === undefined ? outcome : { ...outcome, usage };
  }

  async register(): Promise<void> {
    const { id, slots, labels, agentSlots } = this.traits;
    const agent = { name: 'coder', transport: 'text' as const, ...(agentSlots === null ? {} : { slots: agentSlots }) };
    const reply = await this.#way.register({
      runner: id,
      boot: this.#boot,
      name: id,
      labels: [...labels],
      slots,
      agents: [agent],
      repositories: ['*'],
      sandbox: 'none',
    });
    this.#registered = reply.kind === 'answer';
  }

  /** Asks for as much work as there are free slots, for each kind at the same time. */
  async lease(): Promise<void> {
    if (!this.#registered) return this.register();
    await Promise.all(Slot.options.map((slot) => this.#leaseFor(slot)));
  }

  /** A request without answer is repeated with its id. */
  async #leaseFor(slot: Slot): Promise<void> {
    const slots = slot === 'task' ? this.traits.slots : ORCHESTRATOR_SLOTS;
    const capacity = slots - [...this.held.values()].filter((held) => held.slot === slot).length;
    if (capacity <= 0) return;
    const boot = this.#boot;
    const sentAt = this.#around.now();
    const call = this.#leaseRequests.get(slot) ?? this.#around.newId();
    this.#leaseRequests.set(slot, call);
    const reply = await this.#way.lease({ runner: this.traits.id, boot, request: call, slot, capacity, waitMs: 0 });
    if (this.#boot !== boot || reply.kind === 'lost') return;
    if (reply.kind === 'refused') {
      this.#registered = false;
      return;
    }
    this.#leaseRequests.delete(slot);
    for (const { request: work, leaseMs } of reply.answer.leases) {
      if (this.held.has(work.attempt)) continue;
      this.held.set(work.attempt, {
        slot,
        request: work,
        leaseUntil: sentAt + leaseMs,
        startedAt: null,
        doneAt: null,
        canceled: false,
        question: null,
        report: null,
      });
    }
  }

  async start(): Promise<void> {
    for (const [attempt, held] of this.held) {
      if (held.doneAt !== null) continue;
      const sentAt = this.#around.now();
      const { continueFrom: commit, ref, mustContain } = held.request.startingPoint;
      const head = ref.endsWith('/plan') ? undefined : mustContain[0];
      const base = commit?.base ?? head ?? 'b'.repeat(40);
      const reply = await this.#way.start({
        runner: this.traits.id,
        attempt,
        base,
        startCommit: commit?.commit ?? base,
      });
      if (reply.kind === 'refused') this.#drop(attempt, reply.code);
      if (reply.kind !== 'answer' || this.held.get(attempt) !== held) continue;
      held.startedAt = this.#around.now();
      held.doneAt = held.startedAt + this.#around.workMs();
      const asked = this.#around.questionOf(held.request);
      held.question = asked === null ? null : { id: this.#around.newId(), asked, waits: false };
      held.leaseUntil = Math.max(held.leaseUntil, sentAt + reply.answer.leaseMs);
    }
  }

  /** Asks what it has to ask, and looks for answers: without one it waits, or ends blocked when its time has come. */
  async ask(): Promise<void> {
    for (const [attempt, held] of this.held) {
      const { question } = held;
      if (question === null || held.report !== null) continue;
      const { id, asked } = question;
      const reply = await this.#way.ask({ runner: this.traits.id, attempt, question: id, asked, waitMs: 0 });
      if (reply.kind !== 'answer' || held.question?.id !== id || held.report !== null) continue;
      if (reply.answer.state === 'answered') held.question = null;
      else if (reply.answer.state === 'open') question.waits = true;
      // It was given up and came back: it asks anew.
      else held.question = { id: this.#around.newId(), asked, waits: false };
    }
  }

  async heartbeat(): Promise<void> {
    const known = [...this.held].filter(([, held]) => held.report === null);
    const sentAt = this.#around.now();
    const boot = this.#boot;
    const attempts = known.map(([attempt, held]) => {
      const usage = usedBy(held, sentAt);
      return { attempt, progress: `at ${sentAt}`, ...(usage === undefined ? {} : { usage }) };
    });
    const reply = await this.#way.heartbeat({ runner: this.traits.id, boot, holdMs: 0, attempts });
    if (this.#boot !== boot || reply.kind === 'lost') return;
    if (reply.kind === 'refused') {
      this.#registered = false;
      return;
    }
    for (const { attempt, directive } of reply.answer.directives) {
      const held = this.held.get(attempt);
      if (held === undefined) continue;
      if (directive.kind === 'stop') this.#giveUp(attempt);
      else held.leaseUntil = Math.max(held.leaseUntil, sentAt + reply.answer.leaseMs);
      if (directive.kind === 'cancel') held.canceled = true;
    }
  }

  /** Sends every report that waits, those of an earlier process too. */
  async finish(): Promise<void> {
    const reports = [...this.held].flatMap(([attempt, { report }]) =>
      report === null ? [] : [[attempt, report] as const],
    );
    for (const [attempt, outcome] of [...this.#journal, ...reports]) {
      const reply = await this.#way.finish({ runner: this.traits.id, attempt, outcome });
      if (reply.kind === 'refused') this.#drop(attempt, reply.code);
      if (reply.kind === 'answer') this.#forget(attempt);
    }
    for (const [attempt, saved] of this.#salvages) {
      const reply = await this.#way.salvaged({ runner: this.traits.id, boot: this.#boot, attempt, ...saved });
      if (reply.kind === 'refused') throw new Error(`What was saved of ${attempt} was refused as ${reply.code}.`);
      if (reply.kind === 'answer') this.#salvages.delete(attempt);
    }
  }

  #drop(attempt: string, code: string): void {
    if (code !== 'attempt_not_current') throw new Error(`A truthful report of ${attempt} was refused as ${code}.`);
    this.#salvage(attempt);
    this.#forget(attempt);
  }

  #giveUp(attempt: string): void {
    this.#salvage(attempt);
    this.held.delete(attempt);
  }

  /** What an attempt that makes no report has done, or its report named, is pushed. */
  #salvage(attempt: string): void {
    const held = this.held.get(attempt);
    if (
      this.traits.savesNothing === true ||
      held === undefined ||
      held.doneAt === null ||
      held.request.work.kind === 'verification' ||
      held.request.readOnly
    )
      return;
    const commit = held.report === null ? this.#around.newCommit() : held.report.commit;
    if (commit !== null) this.#salvages.set(attempt, { commit, ref: held.request.attemptRef });
  }

  #forget(attempt: string): void {
    this.held.delete(attempt);
    this.#journal.delete(attempt);
  }
}

/** An agent uses a millionth of a dollar in each millisecond, and no more than what is left to it; undefined: no agent works. */
function usedBy({ request, startedAt, doneAt }: Held, now: number): Usage | undefined {
  if (request.work.kind !== 'agent' || startedAt === null || doneAt === null) return undefined;
  const share = request.limits.budget?.share?.costMicros ?? Number.POSITIVE_INFINITY;
  const costMicros = Math.min(Math.max(0, Math.min(now, doneAt) - startedAt), share);
  return { inputTokens: 0, cachedTokens: 0, outputTokens: costMicros, costMicros, model: null };
}

function isOverShare(held: Held, now: number): boolean {
  const share = held.request.limits.budget?.share?.costMicros;
  return typeof share === 'number' && (usedBy(held, now)?.costMicros ?? 0) >= share;
}
