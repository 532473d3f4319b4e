import { z } from 'zod';
import { RunView } from '../../protocol/views.ts';

/** What the orders to cancel and retry are answered with: the run as it stands now. */
export const RunAnswer = z.object({ run: RunView });
