import { zValidator } from '@hono/zod-validator';
import type { ZodType } from 'zod';
import { Refusal } from '../core/refusal.ts';

/** Parses a part of the request by its schema; what does not fit is refused with each place and what is wrong there. */
export function validated<Target extends 'json' | 'query', Schema extends ZodType>(target: Target, schema: Schema) {
  return zValidator(target, schema, (result) => {
    if (result.success) return;
    const issues = result.error.issues
      .slice(0, 20)
      .map((issue) => `${issue.path.join('.') || target}: ${issue.message}`);
    throw new Refusal('bad_request', `The request does not fit: ${issues.join('; ')}.`, { issues });
  });
}
