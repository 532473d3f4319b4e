CREATE TABLE `__new_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`n` integer NOT NULL,
	`task` text,
	`attempt` integer,
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
	`reminded_at` integer,
	`sameness` text,
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`task`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_questions`("id", "run", "n", "task", "attempt", "source", "text", "options", "only_options", "default_answer", "details", "deadline_at", "state", "asked_at", "answer", "answered_by", "settled_at") SELECT "id", "run", "n", "task", "attempt", "source", "text", "options", "only_options", "default_answer", "details", "deadline_at", "state", "asked_at", "answer", "answered_by", "settled_at" FROM `questions`;--> statement-breakpoint
DROP TABLE `questions`;--> statement-breakpoint
ALTER TABLE `__new_questions` RENAME TO `questions`;--> statement-breakpoint
CREATE UNIQUE INDEX `questions_number` ON `questions` (`run`,`n`,`task`);--> statement-breakpoint
CREATE INDEX `questions_of_task` ON `questions` (`task`,`n`);--> statement-breakpoint
CREATE INDEX `questions_open` ON `questions` (`run`,`n`) WHERE "questions"."state" = 'open';--> statement-breakpoint
CREATE INDEX `questions_due` ON `questions` (`deadline_at`) WHERE "questions"."state" = 'open' AND "questions"."default_answer" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `questions_to_remind` ON `questions` (`deadline_at`) WHERE "questions"."state" = 'open' AND "questions"."default_answer" IS NULL AND "questions"."reminded_at" IS NULL;--> statement-breakpoint
CREATE INDEX `questions_shared` ON `questions` (`run`,`sameness`,`n`) WHERE "questions"."state" = 'open' AND "questions"."sameness" IS NOT NULL;