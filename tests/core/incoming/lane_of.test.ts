import { expect, it } from 'vitest';
import { laneOf, lanesOfIssues } from '../../../src/core/incoming/lane_of.ts';
import { commentBody, event, issueBody, pullBody, pushBody } from '../../support/incoming_desk.ts';

it('an issue, its comments and a pull request of one number share a lane', () => {
  const lanes = [issueBody('opened'), commentBody('/planwright run'), pullBody('closed', { number: 40 })].map((body) =>
    laneOf(event(body)),
  );
  expect(new Set(lanes)).toEqual(new Set([`${lanesOfIssues(77)}40`]));
});

it('what is about something else has another lane, or none', () => {
  const access = { kind: 'access', change: 'lost', repositories: null } as const;
  expect(laneOf(event(pushBody('planwright/40/plan')))).toBe('77@planwright/40/plan');
  expect(laneOf(event(access))).toBe('installation:1');
  expect(laneOf(event(access, { installation: null }))).toBeNull();
  expect(laneOf(event({ kind: 'ignored', why: 'Nobody needs it.' }))).toBeNull();
  expect(laneOf(event(issueBody('opened'), { repository: null }))).toBeNull();
});
