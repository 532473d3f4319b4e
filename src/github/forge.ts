import type { EffectAnswer } from '../core/effects/effect.ts';
import type { EffectTarget, Forge, ForgeRequest, Sending } from '../service/ports/forge.ts';
import type { Clients } from './clients/clients.ts';
import { GitHubRefusalError, RepositoryMovedError } from './clients/github_error.ts';
import type { OwnApp } from './clients/own_app.ts';
import { permissionsOf } from './clients/permissions_of.ts';
import { placeNamed } from './clients/repository_place.ts';
import { requireReach } from './clients/require_reach.ts';
import { credentialFor } from './credential.ts';
import { answerThread } from './effects/answer_thread.ts';
import { beginPlanning } from './effects/begin_planning.ts';
import { beginRun } from './effects/begin_run.ts';
import { checkTask } from './effects/check_task.ts';
import { closeRun } from './effects/close_run.ts';
import { deleteBranch } from './effects/delete_branch.ts';
import type { EffectCall } from './effects/effect_call.ts';
import { mergeTask } from './effects/merge_task.ts';
import { offerRun } from './effects/offer_run.ts';
import { publishTask } from './effects/publish_task.ts';
import { react } from './effects/react.ts';
import { DOING, refusalOf } from './effects/refusal.ts';
import { remind } from './effects/remind.ts';
import { reply } from './effects/reply.ts';
import { rerunCheck } from './effects/rerun_check.ts';
import { restoreIntegration } from './effects/restore_integration.ts';
import { retargetPull } from './effects/retarget_pull.ts';
import { showDiff } from './effects/show_diff.ts';
import { showPlan, showProposal } from './effects/show_plan.ts';
import { showQuestion } from './effects/show_question.ts';
import { showQuestionCheck } from './effects/show_question_check.ts';
import { showRun } from './effects/show_run.ts';
import { type PullTemplates, pullTemplates } from './read/pull_template.ts';

/**
 * The forge of repositories on GitHub. Every effect looks before it writes, so that sending it again finds what an earlier sending
 * made; what GitHub says no to for good is answered as `refused`, everything else is thrown and passes.
 */
export function createGitHubForge(clients: Clients, app: OwnApp): Forge {
  const around = { clients, app, templates: pullTemplates(clients.clock) };
  return {
    send: (request, target) => send(request, target, around),
    credential: (repository) => credentialFor(repository, clients.tokens),
  };
}

type Around = { readonly clients: Clients; readonly app: OwnApp; readonly templates: PullTemplates };

async function send(request: ForgeRequest, target: EffectTarget, around: Around): Promise<Sending> {
  try {
    return await sendTo(target.repository.name, request, target, around);
  } catch (error) {
    if (error instanceof RepositoryMovedError) return await followTo(error.to, request, target, around);
    if (error instanceof GitHubRefusalError) return only(refusalOf(error, DOING[request.kind]));
    throw error;
  }
}

/** A public repository is still found after it moved to an owner without the App, whose refusals are not of what is asked for. */
async function followTo(name: string, request: ForgeRequest, target: EffectTarget, around: Around): Promise<Sending> {
  const { github, name: former } = target.repository;
  if (github !== null && ownerOf(name) !== ownerOf(former)) await requireReach(around.clients.app, github);
  return await sendTo(name, request, target, around);
}

function ownerOf(name: string): string | undefined {
  return name.split('/')[0]?.toLowerCase();
}

function sendTo(name: string, request: ForgeRequest, target: EffectTarget, around: Around): Promise<Sending> {
  const { github } = target.repository;
  if (github === null) throw new Error('A repository of this machine came to the forge of GitHub.');
  const place = placeNamed(name, github);
  const call: EffectCall = {
    target,
    place,
    named: { owner: place.owner, repo: place.repo },
    octokit: around.clients.forRepository(place, permissionsOf(request)),
    as: (permissions) => around.clients.forRepository(place, permissions),
    app: around.app,
    pullTemplates: around.templates,
  };
  return perform(request, call);
}

async function perform(request: ForgeRequest, call: EffectCall): Promise<Sending> {
  switch (request.kind) {
    case 'begin_run':
      return only(await beginRun(request, call));
    case 'begin_planning':
      return only(await beginPlanning(request, call));
    case 'publish_task':
      return only(await publishTask(request, call));
    case 'check_task':
      return only(await checkTask(request, call));
    case 'merge_task':
      return only(await mergeTask(request, call));
    case 'delete_branch':
      return only(await deleteBranch(request, call));
    case 'restore_integration':
      return only(await restoreIntegration(request, call));
    case 'retarget_pull':
      return only(await retargetPull(request, call));
    case 'answer_thread':
      return await answerThread(request, call);
    case 'rerun_check':
      return only(await rerunCheck(request, call));
    case 'show_run':
      return await showRun(request, call);
    case 'show_diff':
      return await showDiff(request, call);
    case 'offer_run':
      return await offerRun(request, call);
    case 'close_run':
      return await closeRun(request, call);
    case 'show_plan':
      return await showPlan(request, call);
    case 'show_proposal':
      return await showProposal(request, call);
    case 'show_question':
      return await showQuestion(request, call);
    case 'show_question_check':
      return await showQuestionCheck(request, call);
    case 'remind':
      return await remind(request, call);
    case 'reply':
      return await reply(request, call);
    case 'react':
      return await react(request, call);
    default:
      return request satisfies never;
  }
}

function only(answer: EffectAnswer): Sending {
  return { answer, shown: [] };
}
