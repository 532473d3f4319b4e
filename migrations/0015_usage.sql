CREATE TABLE `usage` (
	`attempt` text PRIMARY KEY NOT NULL,
	`task` text NOT NULL,
	`run` text NOT NULL,
	`repository` text NOT NULL,
	`input_tokens` integer NOT NULL,
	`cached_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost_micros` integer,
	`cost_by` text,
	`model` text,
	`counts` integer NOT NULL,
	FOREIGN KEY (`attempt`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `usage_of_task` ON `usage` (`task`);--> statement-breakpoint
CREATE INDEX `usage_of_run` ON `usage` (`run`);--> statement-breakpoint
CREATE INDEX `usage_of_repository` ON `usage` (`repository`);