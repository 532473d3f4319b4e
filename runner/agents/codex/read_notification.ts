import {
  ErrorNote,
  type Item,
  ItemNote,
  RateLimits,
  type Tokens,
  TokenUsage,
  TurnCompleted,
  type TurnError,
  Warning,
} from './messages.ts';

/** News of Codex's that matter here. */
export type Notification =
  | { readonly kind: 'item'; readonly item: Item; readonly isEnd: boolean }
  | { readonly kind: 'usage'; readonly total: Tokens }
  /** When the limits that are used up end, as an epoch time in milliseconds; null: none is. */
  | { readonly kind: 'limits'; readonly resetsAt: number | null }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'turn_completed'; readonly status: string; readonly error: TurnError | null };

/** A notification of Codex's server; null: one that does not matter here, or that is not understood. */
export function readNotification(method: string, params: unknown): Notification | null {
  switch (method) {
    case 'item/started':
    case 'item/completed': {
      const { data } = ItemNote.safeParse(params);
      return data === undefined ? null : { kind: 'item', item: data.item, isEnd: method === 'item/completed' };
    }
    case 'thread/tokenUsage/updated': {
      const { data } = TokenUsage.safeParse(params);
      return data === undefined ? null : { kind: 'usage', total: data.tokenUsage.total };
    }
    case 'account/rateLimits/updated': {
      const { data } = RateLimits.safeParse(params);
      return data === undefined ? null : { kind: 'limits', resetsAt: lastReset(data) };
    }
    case 'error': {
      const { data } = ErrorNote.safeParse(params);
      // An error that is no retry is told again as the end of the turn.
      if (data === undefined || !data.willRetry) return null;
      return { kind: 'retry', reason: data.error.additionalDetails ?? data.error.message };
    }
    case 'warning': {
      const { data } = Warning.safeParse(params);
      return data === undefined ? null : { kind: 'warning', text: data.message };
    }
    case 'turn/completed': {
      const { data } = TurnCompleted.safeParse(params);
      return data === undefined
        ? null
        : { kind: 'turn_completed', status: data.turn.status, error: data.turn.error ?? null };
    }
    default:
      return null;
  }
}

function lastReset({ rateLimits: { primary, secondary } }: RateLimits): number | null {
  const resets = [primary, secondary].flatMap((window) =>
    window != null && window.usedPercent >= 100 && window.resetsAt != null ? [window.resetsAt * 1_000] : [],
  );
  return resets.length === 0 ? null : Math.max(...resets);
}
