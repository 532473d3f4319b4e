DROP INDEX `events_notices`;--> statement-breakpoint
DROP INDEX `events_plan_edits`;--> statement-breakpoint
CREATE INDEX `events_notices` ON `events` (`run`,`seq`) WHERE "events"."kind" IN ('noticed', 'branch_pushed', 'retry_requested', 'skip_requested', 'pause_requested', 'resume_requested', 'task_cancel_requested', 'run_cancel_requested', 'task_taken', 'task_returned', 'plan_edited', 'plan_edit_proposed', 'plan_edit_refused', 'budget_changed');--> statement-breakpoint
CREATE INDEX `events_plan_edits` ON `events` (`run`,`seq`) WHERE "events"."kind" IN ('plan_edited', 'plan_edit_proposed', 'plan_edit_refused');--> statement-breakpoint
DROP INDEX `proposals_of_issue`;--> statement-breakpoint
ALTER TABLE `proposals` ADD `run` text REFERENCES runs(id) ON DELETE cascade;--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_of_run` ON `proposals` (`run`) WHERE "proposals"."run" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_of_issue` ON `proposals` (`repository`,`issue`) WHERE "proposals"."run" IS NULL;