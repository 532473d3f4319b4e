const DAY_MS = 24 * 3_600_000;

/**
 * News older than this are not acted upon, in milliseconds: GitHub sends again for three days, and a delivery that cannot be
 * processed is kept trying for three more, so whatever is older comes from somebody who kept it.
 */
const NEWS_COUNT_MS = 14 * DAY_MS;

/**
 * How long it is remembered what was acted upon, in milliseconds. Longer than {@link NEWS_COUNT_MS}: what was forgotten can
 * come again, and is too late then.
 */
export const NEWS_REMEMBERED_MS = 30 * DAY_MS;

/** Whether news of that moment come too late to be acted upon (epoch milliseconds). */
export function isTooLate(at: number, now: number): boolean {
  return now - at > NEWS_COUNT_MS;
}
