CREATE TABLE `findings` (
	`id` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`task` text NOT NULL,
	`key` text NOT NULL,
	`content` text NOT NULL,
	`state` text NOT NULL,
	`due_at` integer NOT NULL,
	`attempt` integer,
	`found_at` integer NOT NULL,
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`task`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `findings_of_task` ON `findings` (`task`,`key`);--> statement-breakpoint
CREATE INDEX `findings_of_run` ON `findings` (`run`,`key`);--> statement-breakpoint
CREATE INDEX `findings_due` ON `findings` (`due_at`) WHERE "findings"."state" = 'open';--> statement-breakpoint
ALTER TABLE `tasks` ADD `checked` text;