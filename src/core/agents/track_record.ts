import { moneyText } from '../../text/money.ts';
import { counted } from '../text/counted.ts';
import type { AgentSettings } from './agent_settings.ts';

/** What came of an agent's newest attempts in a repository. */
export type TrackRecord = {
  readonly agent: string;
  /** Attempts that ended by themselves: those that were canceled, lost or ended with a question say nothing. */
  readonly ended: number;
  readonly succeeded: number;
  /** What one of them cost on average, in millionths of a US dollar, as far as it is known; null: of none. */
  readonly costMicros: number | null;
};

/** Over how many of a repository's newest runs and attempts track records are made. */
export const TRACK_RECORD_BOUNDS = { runs: 20, attempts: 500 } as const;

/** Whether anything of these settings asks for track records. */
export function asksForTrackRecords({ routing }: Pick<AgentSettings, 'routing'>): boolean {
  return routing.some(({ strategy }) => strategy === 'auto');
}

/** A track record for people: `9 of 10 attempts succeeded, 0.12 $ each`. */
export function trackRecordText({ ended, succeeded, costMicros }: TrackRecord): string {
  const share = `${succeeded} of ${counted(ended, 'attempt')} succeeded`;
  return costMicros === null ? share : `${share}, ${moneyText(costMicros)} each`;
}
