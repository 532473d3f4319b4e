CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`repository` text NOT NULL,
	`issue` integer NOT NULL,
	`run` text NOT NULL,
	`task` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`by` text NOT NULL,
	`settings` text NOT NULL,
	`state` text NOT NULL,
	`edited_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`repository`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drafts_being_made` ON `drafts` (`repository`,`issue`) WHERE "drafts"."state" = 'making';--> statement-breakpoint
CREATE INDEX `drafts_of_issue` ON `drafts` (`repository`,`issue`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `drafts_of_task` ON `drafts` (`task`);--> statement-breakpoint
ALTER TABLE `proposals` ADD `text` text;