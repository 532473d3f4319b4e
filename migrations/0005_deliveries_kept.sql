ALTER TABLE `deliveries` ADD `lane` text;--> statement-breakpoint
CREATE INDEX `deliveries_lanes` ON `deliveries` (`lane`,`position`) WHERE "deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX `deliveries_refused` ON `deliveries` (`lane`,`settled_at`) WHERE "deliveries"."state" = 'refused';--> statement-breakpoint
CREATE INDEX `deliveries_dead` ON `deliveries` (`settled_at`) WHERE "deliveries"."state" = 'dead';--> statement-breakpoint
ALTER TABLE `chores` ADD `done_at` integer;--> statement-breakpoint
ALTER TABLE `shown` ADD `remembered_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `shown_commands` ON `shown` (`remembered_at`) WHERE "shown"."what" = 'commands';--> statement-breakpoint
CREATE INDEX `outbox_settled` ON `outbox` (`settled_at`) WHERE "outbox"."state" <> 'waiting';--> statement-breakpoint
CREATE INDEX `issues_seen_by_age` ON `issues_seen` (`updated_at`);--> statement-breakpoint
UPDATE `shown` SET `remembered_at` = unixepoch() * 1000;