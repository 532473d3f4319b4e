CREATE TABLE `runner_tokens` (
	`name` text PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`repositories` text,
	`created_at` integer NOT NULL,
	`last_used_on` text,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runner_tokens_digest_unique` ON `runner_tokens` (`digest`);--> statement-breakpoint
ALTER TABLE `runners` ADD `token` text;