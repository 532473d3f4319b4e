/** What reviews and failing checks of a task's work call for. */
export type ReviewEffect =
  | {
      /** Answers a thread of a review, once for each attempt. */
      readonly kind: 'answer_thread';
      readonly pull: number;
      /** Id of the comment that began it. */
      readonly thread: number;
      /** Key of the task, and the attempt's number. */
      readonly of: string;
      readonly attempt: number;
      readonly text: string;
    }
  | {
      /** Runs a failed check of another app once more. */
      readonly kind: 'rerun_check';
      readonly task: string;
      readonly name: string;
      readonly app: string;
      readonly checkRun: number;
      readonly commit: string;
    };
