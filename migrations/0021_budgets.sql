CREATE TABLE `spending` (
	`subject` text NOT NULL,
	`period` text NOT NULL,
	`cost_micros` integer NOT NULL,
	`tokens` integer NOT NULL,
	PRIMARY KEY(`subject`, `period`)
);
--> statement-breakpoint
ALTER TABLE `attempts` ADD `reserved_micros` integer;--> statement-breakpoint
ALTER TABLE `attempts` ADD `reserved_tokens` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `budget_micros` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `budget_tokens` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `budget_stage` text DEFAULT 'open' NOT NULL;--> statement-breakpoint
INSERT INTO `spending` (`subject`, `period`, `cost_micros`, `tokens`)
	SELECT `run`, '', coalesce(sum(`cost_micros`), 0), sum(max(0, `input_tokens` - `cached_tokens`) + `output_tokens`)
	FROM `usage` GROUP BY `run`;
