import { monthOf } from '../../core/usage/month_of.ts';
import type { SliceReader } from '../../service/ports/store.ts';
import { breakerOf } from './breakers.ts';
import { budgetKeeping, spentByRunId } from './budget_keeping.ts';
import { monthlyBudgetOf } from './budgets.ts';
import { draftOfIssue, draftOfTask } from './drafts.ts';
import { editReader } from './edit_slice.ts';
import { effectSlice } from './effect_slice.ts';
import { agentTasksOfRun, findingByKey, findingsOfTask, mergesOfRun } from './findings.ts';
import { heartbeatSlice } from './heartbeat_slice.ts';
import { leaseDetails } from './lease_details.ts';
import { leaseSlice } from './lease_slice.ts';
import { openAlike, questionOfHidden } from './orchestrator_questions.ts';
import { proposalById, proposalOfIssue } from './proposals.ts';
import type { Snapshots } from './query.ts';
import { questionById, questionStandings, questionsByNumber, questionsOfRun, questionsOfTask } from './questions.ts';
import {
  agentSettingsOf,
  attemptsOfLease,
  attemptsOfOtherBoots,
  issueSeen,
  newestRun,
  openRun,
  planOf,
  repositoriesOfInstallation,
  repositoryByCloneUrl,
  repositoryByGitHubId,
  repositoryById,
  runById,
  runnerById,
  shownOf,
  taskByKey,
} from './records.ts';
import { concludeSlice, runSlice } from './run_slice.ts';
import { runByBranchPrefix, runBySequence, subjectOfCommit, subjectOfPull, unfinishedRuns } from './runs_by_branch.ts';
import { attemptSlice, startSlice, taskSlice } from './task_slice.ts';
import { trackRecords } from './track_records.ts';
import { usageHistory } from './usage_history.ts';

/** The port's reader over snapshots of the database. */
export function createSliceReader(read: Snapshots): SliceReader {
  return {
    repositoryByCloneUrl: (cloneUrl) => read.first(repositoryByCloneUrl({ cloneUrl })),
    repositoryById: (repository) => read.first(repositoryById({ repository })),
    repositoryByGitHubId: (id) => read.first(repositoryByGitHubId({ id })),
    newestRun: (repository, name) => read.first(newestRun({ repository, name })),
    runBySequence: (repository, name, sequence) => read.first(runBySequence({ repository, name, sequence })),
    runById: (run) => read.first(runById({ run })),
    runByBranchPrefix: (repository, prefix) => read.first(runByBranchPrefix({ repository, prefix })),
    subjectOfPull: (repository, pull) => subjectOfPull(read, repository, pull),
    subjectOfCommit: (repository, key, commit) => subjectOfCommit(read, repository, key, commit),
    unfinishedRuns: async (repository) => (await read.all(unfinishedRuns({ repository })))[0],
    repositoriesOfInstallation: async (installation) =>
      (await read.all(repositoriesOfInstallation({ installation })))[0],
    trackRecords: async (repository) => (await read.all(trackRecords(repository)))[0],
    usageHistory: async (of) => (of.length === 0 ? [] : (await read.all(usageHistory(of)))[0]),
    spentByRun: (run) => spentByRunId(read, run),
    budgetKeeping: (run, now) => budgetKeeping(read, run, now),
    repositoryBudget: (repository, now) => read.first(monthlyBudgetOf(repository, monthOf(now))),
    agentSettingsOf: async (run) => (await read.first(agentSettingsOf({ run })))?.agents ?? null,
    planOf: async (run) => (await read.first(planOf({ run })))?.plan ?? null,
    proposalOf: (repository, issue) => read.first(proposalOfIssue({ repository, issue })),
    draftOf: (repository, issue) => read.first(draftOfIssue({ repository, issue })),
    draftOfTask: (task) => read.first(draftOfTask({ task })),
    proposalById: (proposal) => read.first(proposalById({ proposal })),
    ...editReader(read),
    shown: async (subject) => (await read.all(shownOf({ subject })))[0],
    issueSeenAt: async (repository, issue) => (await read.first(issueSeen({ repository, issue })))?.updatedAt ?? null,
    runnerById: (runner) => read.first(runnerById({ runner })),
    breakerOf: (runner, provider) => read.first(breakerOf({ runner, provider })),
    attemptSlice: (attempt, reach) => attemptSlice(read, attempt, reach),
    startSlice: (attempt) => read.first(startSlice({ attempt })),
    taskSlice: (task, reach) => taskSlice(read, task, reach),
    questionById: (id) => read.first(questionById({ id })),
    questionStandings: async (run) => (await read.all(questionStandings({ run })))[0],
    questionsByNumber: async (run, n) => (await read.all(questionsByNumber({ run, n })))[0],
    questionsOfRun: async (run) => (await read.all(questionsOfRun({ run })))[0],
    questionsOf: async (task) => (await read.all(questionsOfTask({ task })))[0],
    asksAlike: async (run, sameness) => (await read.first(openAlike({ run, sameness }))) !== null,
    questionOfHidden: (task) => read.first(questionOfHidden({ task })),
    findingsOf: async (task) => (await read.all(findingsOfTask({ task })))[0],
    findingByKey: (run, key) => read.first(findingByKey({ run, key })),
    mergesOf: async (run) => (await read.all(mergesOfRun(run)))[0],
    agentTasksOf: async (run) => (await read.all(agentTasksOfRun(run)))[0],
    taskByKey: (run, key) => read.first(taskByKey({ run, key })),
    runSlice: (run) => runSlice(read, run),
    concludeSlice: (run) => concludeSlice(read, run),
    leaseSlice: (runners, limit, at) => leaseSlice(read, runners, limit, at),
    leaseDetails: (tasks) => leaseDetails(read, tasks),
    attemptsOfLease: async (runner, request) => (await read.all(attemptsOfLease({ runner, request })))[0],
    heartbeatSlice: (attempts) => heartbeatSlice(read, attempts),
    effectSlice: (effect) => effectSlice(read, effect),
    attemptsOfOtherBoots: async (runner, boot) => {
      const [rows] = await read.all(attemptsOfOtherBoots({ runner, boot }));
      return rows.map((row) => row.id);
    },
    hasOpenRuns: async () => (await read.first(openRun({}))) !== null,
  };
}
