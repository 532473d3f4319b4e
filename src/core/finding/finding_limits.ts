/** Further attempts that reviews may cause in a task, unless its plan says otherwise. */
export const DEFAULT_REVIEW_ATTEMPTS = 3;
/** The same for failing checks. */
export const DEFAULT_CHECK_ATTEMPTS = 3;

/** How long after a comment that asks for nothing by itself an attempt begins, in milliseconds: more may follow. */
export const QUIET_MS = 120_000;

/** The most findings of one review that are kept. */
export const FINDINGS_OF_REVIEW = 100;
/** The most of each comment, and of the change around it, in UTF-16 code units. */
export const COMMENT_LIMIT = 8_000;
/** See {@link COMMENT_LIMIT}. */
export const HUNK_LIMIT = 4_000;
/** The most comments of a thread that are told beside the newest: its last ones. */
export const THREAD_COMMENTS = 10;
/** Of a check: the most of its own words, in UTF-16 code units. */
export const CHECK_MESSAGE_LIMIT = 4_000;
/** Of a check: the most places that it names. */
export const CHECK_PLACES_LIMIT = 20;
/** Of a check: the end of its log, in UTF-16 code units. */
export const LOG_LIMIT = 12_000;
