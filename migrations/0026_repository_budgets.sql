CREATE TABLE `repository_budgets` (
	`repository` text PRIMARY KEY NOT NULL,
	`cost_micros` integer,
	`tokens` integer,
	FOREIGN KEY (`repository`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
DROP INDEX `events_notices`;--> statement-breakpoint
CREATE INDEX `events_notices` ON `events` (`run`,`seq`) WHERE "events"."kind" IN ('noticed', 'branch_pushed', 'retry_requested', 'skip_requested', 'pause_requested', 'resume_requested', 'task_cancel_requested', 'run_cancel_requested', 'task_taken', 'task_returned', 'plan_edited', 'plan_edit_refused', 'budget_changed');