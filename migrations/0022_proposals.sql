CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`repository` text NOT NULL,
	`issue` integer NOT NULL,
	`source` text NOT NULL,
	`plan` text NOT NULL,
	`plan_hash` text NOT NULL,
	`agents` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	`shown_at` integer,
	FOREIGN KEY (`repository`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_of_issue` ON `proposals` (`repository`,`issue`);