import { agentSettings } from '../../core/agents/agent_settings.ts';
import { asksForTrackRecords } from '../../core/agents/track_record.ts';
import { unknownRoles } from '../../core/agents/unknown_roles.ts';
import { createRun as decideCreateRun } from '../../core/decide/create_run.ts';
import { nothing } from '../../core/decision.ts';
import { hashPlan } from '../../core/plan/hash_plan.ts';
import { parsePlan } from '../../core/plan/parse_plan.ts';
import { planInForce } from '../../core/plan/plan_defaults.ts';
import { Refusal } from '../../core/refusal.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { parseSettings } from '../../core/settings/parse_settings.ts';
import type { RepositorySettings } from '../../core/settings/repository_settings.ts';
import type { SettingsFile } from '../../core/settings/settings_problem.ts';
import type { CreateRunRequest, CreateRunResponse } from '../../protocol/operator.ts';
import { commit } from '../commit.ts';
import { type ServiceDependencies, surroundings } from '../dependencies.ts';
import { requireRun } from '../views/find.ts';

/** Names that fit into a branch: `planwright/<name>/plan`. */
const RUN_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/;

/**
 * Starts a plan, or answers the run that is there already: an unfinished one of the same plan, or a finished one unless
 * `again`. The plan is parsed here, whatever the caller did.
 */
export async function createRun(deps: ServiceDependencies, request: CreateRunRequest): Promise<CreateRunResponse> {
  const { name, markdown, repository, owner, agent, again = false } = request;
  if (!RUN_NAME.test(name) || name.endsWith('.lock')) {
    throw new Refusal(
      'bad_request',
      `\`${name}\` cannot be part of a branch name. Use letters, digits, \`-\`, \`_\` and single dots.`,
    );
  }
  const parsed = parsePlan(markdown);
  if (!parsed.ok) throw new Refusal('plan_invalid', 'The plan has mistakes.', { problems: parsed.problems });
  const settings = readSettings(request);
  const plan = planInForce(parsed.plan, settings.planDefaults, agent ?? null);
  const unknown = unknownRoles(plan, settings);
  if (unknown.length > 0) throw new Refusal('plan_invalid', 'The plan has mistakes.', { problems: unknown });
  const agents = agentSettings(settings);
  const planHash = hashPlan(parsed.plan);
  const outcome = await commit(deps, 'create_run', async (read) => {
    const known = await read.repositoryByCloneUrl(repository.cloneUrl);
    const previous = known === null ? null : await read.newestRun(known.id, name);
    if (previous !== null && !runHasEnded(previous.state)) {
      if (previous.planHash === planHash) return nothing({ run: previous.id, created: false });
      throw new Refusal(
        'already_running',
        `A run of \`${name}\` with another plan has not finished. Let it end, or cancel it with \`planwright run cancel ${name}\`.`,
        { run: previous.id },
      );
    }
    if (previous !== null && !again && previous.planHash === planHash)
      return nothing({ run: previous.id, created: false });
    const isApproved = plan.settings.approvePlan === true;
    if (isApproved && request.approved !== planHash) {
      throw new Refusal('needs_approval', "The plan wants a person's approval before it runs.", { planHash });
    }
    const input = {
      repository: { ...repository, github: null },
      source: { name },
      plan,
      planHash,
      startedBy: owner,
      agent: agent ?? null,
      agents,
      repositoryBudget: settings.repositoryBudget ?? null,
    };
    const records = known !== null && asksForTrackRecords(agents) ? await read.trackRecords(known.id) : [];
    const decision = decideCreateRun({ repository: known, previous, records }, input, surroundings(deps));
    const { run } = decision.result;
    const approved = isApproved ? [{ run, body: { kind: 'plan_approved', by: owner, planHash } } as const] : [];
    return { ...decision, events: [...decision.events, ...approved], result: { run, created: true } };
  });
  return { run: await requireRun(deps, outcome.run), created: outcome.created };
}

const FILES: Readonly<Record<SettingsFile, string>> = {
  user: 'user settings',
  organisation: 'organisation settings',
  repository: '`.github/planwright.yml`',
};

/** What the settings files say. What is about plans that are issues, the repository's file may say for those. */
function readSettings(request: CreateRunRequest): RepositorySettings {
  const { settings: own = null, userSettings: user = null } = request;
  const { settings, problems } = parseSettings({ own, organisation: null, user });
  if (problems.length > 0) {
    const list = problems.map(({ file, line, message, mend }) => `${FILES[file]}, line ${line}: ${message} ${mend}`);
    throw new Refusal('plan_invalid', `The settings have mistakes.\n${list.join('\n')}`, { problems });
  }
  return settings;
}
