import type { CliContext } from '../cli_context.ts';
import { CHECKS } from '../doctor/checks/checks.ts';
import { doctorReply } from '../doctor/doctor_reply.ts';
import { examine } from '../doctor/examination.ts';
import { runChecks } from '../doctor/run_checks.ts';
import type { Reply } from '../reply.ts';
import { styleFor } from '../terminal/style.ts';

/** Runs all checks of `planwright doctor`. Nothing is changed by it. */
export async function seeDoctor(context: CliContext): Promise<Reply> {
  const outcomes = await runChecks(CHECKS, examine(context));
  return doctorReply(outcomes, styleFor(context.stdout, context.variables));
}
