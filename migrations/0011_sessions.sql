CREATE TABLE `sessions` (
	`task` text NOT NULL,
	`runner` text NOT NULL,
	`provider` text NOT NULL,
	`session` text NOT NULL,
	`used` text NOT NULL,
	`began` integer NOT NULL,
	`attempt` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`task`, `runner`, `provider`),
	FOREIGN KEY (`task`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
);
