import type { IncomingIssue } from '../../src/core/incoming/incoming_event.ts';
import { parseSettings } from '../../src/core/settings/parse_settings.ts';
import type { ServiceDependencies } from '../../src/service/dependencies.ts';
import { approvePlan } from '../../src/service/incoming/approve_plan.ts';
import type { Occasion } from '../../src/service/incoming/occasion.ts';
import type { PlanningCause } from '../../src/service/incoming/plan_issue.ts';
import { startPlan } from '../../src/service/incoming/start_plan.ts';
import { withdrawPlan } from '../../src/service/incoming/withdraw_plan.ts';
import { fakeGitHubSide } from '../support/fake_github_side.ts';
import type { SeededRandom } from './seeded_random.ts';
import type { SimulatedService } from './simulated_service.ts';

const SETTINGS = parseSettings({ own: 'agents:\n  orchestrator: { provider: coder }\n', organisation: null });
const INCOMING = { id: 77, name: 'acme/web', cloneUrl: '/repositories/web' };
/** GitHub tells times in whole seconds. */
const SECOND_MS = 1_000;

/** What people did to an issue, as its event tells; it may come again. */
type Act = { readonly cause: PlanningCause; readonly issue: IncomingIssue };

/** People who file issues without tasks, and approve or withdraw what is made of them; the use cases behind are the real ones. */
export class SimulatedPlanning {
  /** How many acts of people, or edits, may have had a plan made of each issue. */
  readonly asked = new Map<number, number>();
  readonly #random: SeededRandom;
  readonly #service: SimulatedService;
  readonly #issues: readonly number[];
  readonly #bodies = new Map<number, string>();
  readonly #github = fakeGitHubSide().github;
  #last: Act | null = null;
  #acts = 0;

  constructor(random: SeededRandom, service: SimulatedService, count: number) {
    this.#random = random;
    this.#service = service;
    this.#issues = Array.from({ length: count }, (_, index) => 100 + index);
  }

  /** One of the things that people do. */
  async act(): Promise<void> {
    if (this.#issues.length === 0) return;
    const issue = this.#random.oneOf(this.#issues);
    const what = this.#random.oneOf([
      'ask',
      'ask',
      'ask',
      'edit',
      'again',
      'approve',
      'approve',
      'approve',
      'withdraw',
    ] as const);
    switch (what) {
      case 'ask':
        return this.#ask({ cause: this.#random.oneOf(['act', 'run']), issue: this.#shown(issue) });
      case 'edit':
        this.#bodies.set(issue, `Wish ${this.#acts}.`);
        return this.#ask({ cause: 'edit', issue: this.#shown(issue) });
      case 'again':
        // A comment is known by its id when it comes again.
        return this.#last === null || this.#last.cause === 'run' ? undefined : this.#start(this.#last);
      case 'approve':
        return this.#approve(issue);
      case 'withdraw':
        return this.#withdraw(issue);
      default:
        what satisfies never;
    }
  }

  /** Somebody asks for a plan of each issue, and their event comes twice. */
  async askForAll(): Promise<void> {
    for (const issue of this.#issues) {
      const act = { cause: 'act', issue: this.#shown(issue) } as const;
      this.asked.set(issue, (this.asked.get(issue) ?? 0) + 1);
      await this.#start(act);
      await this.#start(act);
    }
  }

  /** Somebody does not want what is made, or waits, any more. */
  async withdrawAll(): Promise<void> {
    for (const issue of this.#issues) await this.#withdraw(issue);
  }

  /** Whatever waits for approval gets it. */
  async approveAll(): Promise<void> {
    for (const issue of this.#issues) await this.#approve(issue);
  }

  async #ask(act: Act): Promise<void> {
    this.asked.set(act.issue.number, (this.asked.get(act.issue.number) ?? 0) + 1);
    this.#last = act;
    await this.#start(act);
    if (this.#random.chance(0.3)) await this.#start(act.cause === 'run' ? { ...act, cause: 'act' } : act);
  }

  #start({ cause, issue }: Act): Promise<void> {
    const start = { issue, settings: SETTINGS, sameTime: 'is_the_same', cause } as const;
    return this.#as((occasion) => startPlan(occasion, start, { started: [], told: [] }));
  }

  #approve(number: number): Promise<void> {
    const approval = { issue: this.#shown(number), at: this.#service.nowMs };
    return this.#as(async (occasion) => {
      const approved = await approvePlan(occasion, { ...approval, hash: null }, []);
      if (approved.kind !== 'outdated') return;
      // Whoever is told that the issue says something else by now names the plan that they mean.
      await approvePlan(occasion, { ...approval, hash: approved.proposal.planHash, isNamed: true }, []);
    });
  }

  #withdraw(number: number): Promise<void> {
    const because = { kind: 'canceled', by: 'ada' } as const;
    return this.#as((occasion) => withdrawPlan(occasion, this.#shown(number), because, []));
  }

  /** The issue as the event of a further act shows it. */
  #shown(number: number): IncomingIssue {
    const updatedAt = Math.floor(this.#service.nowMs / SECOND_MS) * SECOND_MS + ++this.#acts * SECOND_MS;
    const body = this.#bodies.get(number) ?? 'A wish.';
    return { number, title: 'A wish', body, state: 'open', labels: ['plan'], isPull: false, updatedAt };
  }

  #as(act: (occasion: Occasion) => Promise<unknown>): Promise<void> {
    return this.#service.carryOut((deps) => act(this.#occasion(deps)));
  }

  #occasion(deps: ServiceDependencies): Occasion {
    const delivery = { delivery: '', body: '', holder: '', receivedAt: deps.clock.now() };
    const sender = { login: 'ada', bot: false };
    const repository = {
      id: '',
      name: INCOMING.name,
      cloneUrl: INCOMING.cloneUrl,
      github: { id: INCOMING.id, installation: 1 },
    };
    return {
      deps,
      github: this.#github,
      ...delivery,
      incoming: INCOMING,
      installation: 1,
      sender,
      repository,
      isKnown: true,
    };
  }
}
