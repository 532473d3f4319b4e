/** How the tokens of `planwright token` begin, by which people and scanners of secrets know them. */
export const RUNNER_TOKEN_PREFIX = 'pwr_';

/** A whole one, as a pattern: the prefix, then 256 random bits in base64url. */
export const RUNNER_TOKEN_SHAPE = 'pwr_[A-Za-z0-9_-]{43}';
