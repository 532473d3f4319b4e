DROP INDEX `events_notices`;--> statement-breakpoint
CREATE INDEX `events_plan_edits` ON `events` (`run`,`seq`) WHERE "events"."kind" IN ('plan_edited', 'plan_edit_refused');--> statement-breakpoint
CREATE INDEX `events_notices` ON `events` (`run`,`seq`) WHERE "events"."kind" IN ('noticed', 'branch_pushed', 'retry_requested', 'skip_requested', 'pause_requested', 'resume_requested', 'task_cancel_requested', 'run_cancel_requested', 'task_taken', 'task_returned', 'plan_edited', 'plan_edit_refused');--> statement-breakpoint
ALTER TABLE `runs` ADD `plan_edits` integer DEFAULT 0 NOT NULL;