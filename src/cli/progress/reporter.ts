import type { EventView } from '../../protocol/views.ts';
import type { ProgressEvent } from './progress_event.ts';
import type { RunProgress } from './run_progress.ts';
import type { ToldWait } from './waiting.ts';

/** Shows a run while it goes on. */
export type Reporter = {
  /** A sentence that stays. */
  readonly note: (text: string) => void;
  /** The run is known from here on. */
  readonly begin: (progress: RunProgress) => void;
  /** An event was taken in; `read` is what it meant, where it changes what is shown. */
  readonly event: (event: EventView, read: ProgressEvent | undefined) => void;
  /** Tasks wait for something that does not come about by the work that goes on; told once. */
  readonly waits: (told: ToldWait) => void;
  /** Nothing more comes; what was painted is taken away. */
  readonly end: () => void;
};
