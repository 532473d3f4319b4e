CREATE TABLE `breakers` (
	`runner` text NOT NULL,
	`backend` text NOT NULL,
	`state` text NOT NULL,
	`failures` integer NOT NULL,
	`openings` integer NOT NULL,
	`rests_until` integer,
	`is_told` integer NOT NULL,
	`probe` text,
	`failure` text,
	`version` integer NOT NULL,
	PRIMARY KEY(`runner`, `backend`)
);
--> statement-breakpoint
CREATE INDEX `breakers_open` ON `breakers` (`backend`) WHERE "breakers"."state" <> 'closed';--> statement-breakpoint
ALTER TABLE `tasks` ADD `passed_over` text DEFAULT '[]' NOT NULL;