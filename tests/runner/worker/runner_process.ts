import { jsonLogger } from '../../../runner/logger.ts';
import { listenToSignals } from '../../../runner/process_signals.ts';
import { startRunner } from '../../../runner/start_runner.ts';

/** A runner as a program: its options are its first argument, as JSON. */
const logger = jsonLogger(
  (line) => process.stderr.write(line),
  () => Date.now(),
);
process.exit(await startRunner(JSON.parse(process.argv[2] ?? '{}'), process.env, logger, listenToSignals()));
