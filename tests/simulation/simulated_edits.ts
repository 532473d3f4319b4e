import type { IncomingIssue } from '../../src/core/incoming/incoming_event.ts';
import { hashPlan } from '../../src/core/plan/hash_plan.ts';
import { parsePlan } from '../../src/core/plan/parse_plan.ts';
import type { RunRecord, TaskRecord } from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import { parseSettings } from '../../src/core/settings/parse_settings.ts';
import { isHidden } from '../../src/core/task/hidden_task.ts';
import { heldBy } from '../../src/core/task/takeover.ts';
import { shortHash } from '../../src/core/text/short_hash.ts';
import type { ServiceDependencies } from '../../src/service/dependencies.ts';
import { approvePlan, type PlanApproval } from '../../src/service/incoming/approve_plan.ts';
import { readEdit } from '../../src/service/incoming/follow_edit.ts';
import type { Occasion } from '../../src/service/incoming/occasion.ts';
import { startPlan } from '../../src/service/incoming/start_plan.ts';
import { showAsItIs } from '../../src/service/incoming/waiting_plan.ts';
import { fakeGitHubSide } from '../support/fake_github_side.ts';
import { bodyOf, brokenText, editedText, firstText, tickedText, type WrittenPlan } from './random_text.ts';
import type { SeededRandom } from './seeded_random.ts';
import type { SimulatedService } from './simulated_service.ts';

const SETTINGS = parseSettings({ own: null, organisation: null });
const INCOMING = { id: 77, name: 'acme/web', cloneUrl: '/repositories/web' };
/** GitHub tells times in whole seconds. */
const SECOND_MS = 1_000;

/** What people do, the more often the more often it stands here. */
const ACTS = [
  ...Array.from({ length: 5 }, () => 'edit' as const),
  ...Array.from({ length: 5 }, () => 'approve' as const),
  'approve_unnamed',
  'approve_unnamed',
  'approve_other',
  'approve_again',
  'edit_back',
  'tick',
  'break',
  'tell_late',
  'stranger',
  'take',
  'take',
  'return',
  'pause',
  'resume',
  'resume',
] as const;

/** An issue that is a plan with `approve: plan`. */
type Written = { readonly number: number; text: WrittenPlan; updatedAt: number; readonly versions: WrittenPlan[] };

/** The text that somebody saw in the issue when they approved, and when. */
type Meant = { readonly issue: number; readonly hash: string; readonly text: WrittenPlan; readonly at: number };

/** People who edit plans that were approved, and approve their edits, or something else; the use cases behind are the real ones. */
export class SimulatedEdits {
  readonly #random: SeededRandom;
  readonly #service: SimulatedService;
  readonly #shown: ReadonlyMap<string, number>;
  readonly #issues: readonly Written[];
  readonly #side = fakeGitHubSide();
  readonly #meant: Meant[] = [];
  #edits = 0;
  #approval: PlanApproval | null = null;
  #told: IncomingIssue | null = null;

  /** @param shown short hashes of what was shown for approval, and when each was first */
  constructor(random: SeededRandom, service: SimulatedService, shown: ReadonlyMap<string, number>, count: number) {
    this.#random = random;
    this.#service = service;
    this.#shown = shown;
    this.#issues = Array.from({ length: count }, (_, index) => {
      const text = firstText(random);
      return { number: 200 + index, text, updatedAt: 0, versions: [text] };
    });
  }

  /**
   * Texts that somebody approved as they had been shown, by issue and hash. What was shown at the very moment of an approval counts as
   * seen, also where that came first: its event may come again.
   */
  get approved(): ReadonlyMap<number, ReadonlyMap<string, WrittenPlan>> {
    const approved = new Map<number, Map<string, WrittenPlan>>();
    for (const { issue, hash, text, at } of this.#meant) {
      const shownAt = this.#shown.get(shortHash(hash));
      if (shownAt === undefined || at < shownAt) continue;
      approved.set(issue, (approved.get(issue) ?? new Map<string, WrittenPlan>()).set(hash, text));
    }
    return approved;
  }

  isOf({ issue }: Pick<RunRecord, 'issue'>): boolean {
    return this.#issues.some(({ number }) => number === issue);
  }

  /** Somebody sets the label on each issue. */
  async begin(): Promise<void> {
    for (const issue of this.#issues) {
      this.#write(issue, issue.text);
      const start = { issue: this.#eventOf(issue), settings: SETTINGS, sameTime: 'is_the_same', cause: 'act' } as const;
      await this.#as((occasion) => startPlan(occasion, start, { started: [], told: [] }));
    }
  }

  /** One of the things that people do. */
  async act(): Promise<void> {
    if (this.#issues.length === 0) return;
    const issue = this.#random.oneOf(this.#issues);
    const run = this.#runOf(issue);
    if (run === null) return this.#approve(issue, this.#random.chance(0.5) ? null : this.#shownHash(issue.text));
    const act = this.#random.oneOf(ACTS);
    switch (act) {
      case 'edit':
        return this.#edit(issue, run, editedText(issue.text, this.#random, ++this.#edits));
      case 'edit_back':
        return this.#edit(issue, run, this.#random.oneOf(issue.versions));
      case 'tick':
        return this.#edit(issue, run, tickedText(issue.text, this.#random));
      case 'break':
        return this.#edit(issue, run, brokenText(issue.text));
      case 'stranger':
        return this.#write(issue, editedText(issue.text, this.#random, ++this.#edits));
      case 'tell_late':
        return this.#told === null ? undefined : this.#tell(this.#told, run);
      case 'approve':
        return this.#approve(issue, this.#shownHash(issue.text));
      case 'approve_unnamed':
        return this.#approve(issue, null);
      case 'approve_other':
        return this.#approve(issue, this.#shownHash(this.#random.oneOf(issue.versions)));
      case 'approve_again':
        return this.#approval === null ? undefined : this.#send(this.#approval, false);
      case 'take':
        return this.#hold(run, 'take_task', (task) => heldBy(task) === null);
      case 'return':
        return this.#hold(run, 'return_task', (task) => heldBy(task) !== null);
      case 'pause':
        return this.#service.intervene('pause_run', run.id);
      case 'resume':
        return this.#service.intervene('resume_run', run.id);
      default:
        act satisfies never;
    }
  }

  /** Whatever waits for approval gets it, once it is shown. */
  async approveAll(): Promise<void> {
    const waiting = [...this.#service.tables.proposals.values()];
    for (const issue of this.#issues) {
      if (waiting.some((row) => row.issue === issue.number)) await this.#approve(issue, null);
    }
  }

  #runOf({ number }: Written): RunRecord | null {
    return [...this.#service.tables.runs.values()].findLast(({ issue }) => issue === number) ?? null;
  }

  #write(issue: Written, text: WrittenPlan): void {
    issue.text = text;
    issue.updatedAt = Math.floor(this.#service.nowMs / SECOND_MS) * SECOND_MS;
    issue.versions.push(text);
    const { number, title, body } = this.#eventOf(issue);
    this.#side.world.issues.set(number, { number, title, body, isPull: false, standing: 'open' });
  }

  /** Somebody who may command edits the issue; the event may come twice, or late. */
  async #edit(issue: Written, run: RunRecord, text: WrittenPlan): Promise<void> {
    this.#write(issue, text);
    const event = this.#eventOf(issue);
    this.#told = event;
    if (this.#random.chance(0.1)) return;
    await this.#tell(event, run);
    if (this.#random.chance(0.2)) await this.#tell(event, run);
  }

  #tell(issue: IncomingIssue, { id: run }: RunRecord): Promise<void> {
    return this.#as((occasion) => readEdit(occasion, { issue, run, settings: SETTINGS, again: false }, []));
  }

  #approve(issue: Written, hash: string | null): Promise<void> {
    const approval = { issue: this.#eventOf(issue), hash, at: this.#service.nowMs };
    this.#approval = approval;
    const own = this.#hashOf(issue.text);
    // Whoever names no hash, or this one, means what they see in the issue and in the comment.
    if (hash === null || own.startsWith(hash)) {
      this.#meant.push({ issue: issue.number, hash: own, text: issue.text, at: approval.at });
    }
    return this.#send(approval, true);
  }

  /** What was not approved is shown as it is now. */
  #send(approval: PlanApproval, showsAnew: boolean): Promise<void> {
    const { issue } = approval;
    return this.#as(async (occasion) => {
      const { kind } = await approvePlan(occasion, approval, []);
      const isAmiss = kind === 'edited' || kind === 'unseen' || kind === 'other';
      if (isAmiss && showsAnew) await showAsItIs(occasion, { issue, settings: SETTINGS });
    });
  }

  async #hold(run: RunRecord, kind: 'take_task' | 'return_task', is: (task: TaskRecord) => boolean): Promise<void> {
    const own = [...this.#service.tables.tasks.values()].filter((task) => task.run === run.id && !isHidden(task.kind));
    const meant = own.filter(is);
    if (meant.length > 0 && !runHasEnded(run.state)) await this.#service.intervene(kind, this.#random.oneOf(meant).id);
  }

  /** What stands beside the box of this text; one of nothing where nobody could have seen it. */
  #shownHash(text: WrittenPlan): string {
    const hash = shortHash(this.#hashOf(text));
    return this.#shown.has(hash) ? hash : 'abcdef0';
  }

  #hashOf(text: WrittenPlan): string {
    const parsed = parsePlan(bodyOf(text));
    return parsed.ok ? hashPlan(parsed.plan) : '0'.repeat(64);
  }

  #eventOf({ number, text, updatedAt }: Written): IncomingIssue {
    const shown = { title: 'A plan', body: bodyOf(text), state: 'open', labels: ['plan'], isPull: false } as const;
    return { number, updatedAt, ...shown };
  }

  #as(act: (occasion: Occasion) => Promise<unknown>): Promise<void> {
    return this.#service.carryOut((deps) => act(this.#occasion(deps)));
  }

  #occasion(deps: ServiceDependencies): Occasion {
    const { id, ...names } = INCOMING;
    return {
      deps,
      github: this.#side.github,
      ...{ delivery: '', body: '', holder: '', receivedAt: deps.clock.now() },
      incoming: INCOMING,
      installation: 1,
      sender: { login: 'ada', bot: false },
      repository: { id: '', ...names, github: { id, installation: 1 } },
      isKnown: true,
    };
  }
}
