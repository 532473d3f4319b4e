CREATE TABLE `questions` (
	`id` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`n` integer NOT NULL,
	`task` text NOT NULL,
	`attempt` integer NOT NULL,
	`source` text NOT NULL,
	`text` text NOT NULL,
	`options` text NOT NULL,
	`only_options` integer NOT NULL,
	`default_answer` text,
	`details` text,
	`deadline_at` integer,
	`state` text NOT NULL,
	`asked_at` integer NOT NULL,
	`answer` text,
	`answered_by` text,
	`settled_at` integer,
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`task`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `questions_number` ON `questions` (`run`,`n`);--> statement-breakpoint
CREATE INDEX `questions_of_task` ON `questions` (`task`,`n`);--> statement-breakpoint
CREATE INDEX `questions_open` ON `questions` (`run`,`n`) WHERE "questions"."state" = 'open';--> statement-breakpoint
CREATE INDEX `questions_due` ON `questions` (`deadline_at`) WHERE "questions"."state" = 'open' AND "questions"."default_answer" IS NOT NULL;