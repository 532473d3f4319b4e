DROP INDEX `events_notices`;--> statement-breakpoint
CREATE INDEX `events_notices` ON `events` (`run`,`seq`) WHERE "events"."kind" IN ('noticed', 'branch_pushed', 'retry_requested', 'skip_requested', 'pause_requested', 'resume_requested', 'task_cancel_requested', 'run_cancel_requested', 'task_taken', 'task_returned');--> statement-breakpoint
ALTER TABLE `tasks` ADD `takeover` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `approval` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `approved_commit` text;--> statement-breakpoint
CREATE INDEX `tasks_to_approve` ON `tasks` (`run`) WHERE "tasks"."state" = 'ready' AND "tasks"."approval" = 'before';