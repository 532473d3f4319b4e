import { z } from 'zod';

/** A whole number of milliseconds between two bounds, written in decimal digits. */
export function milliseconds(least: number, most: number, defaultMs: number) {
  return z
    .string()
    .regex(/^\d+$/, 'is not a whole number of milliseconds')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `is not between ${least} and ${most} milliseconds`)
    .default(defaultMs);
}

/** A whole number of at least 1, written in decimal digits. */
export function count(most: number, defaultCount: number) {
  return z
    .string()
    .regex(/^\d+$/, 'is no whole number')
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, `is not between 1 and ${most}`)
    .default(defaultCount);
}

/** A token as it can stand in an `Authorization: Bearer` header. */
export const Token = z
  .string()
  .regex(/^[\x21-\x7e]+$/, { error: 'holds spaces or characters other than ASCII', abort: true });

/** An http or https URL without a trailing slash. */
export const HttpUrl = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'is no http or https URL')
  .transform((text) => text.replace(/\/+$/, ''));

/** How much is logged. */
export const LogLevel = z.enum(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
  'is no level (trace, debug, info, warn, error, fatal, silent)',
);
export type LogLevel = z.infer<typeof LogLevel>;
