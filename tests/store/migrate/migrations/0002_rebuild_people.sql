CREATE TABLE `__new_people` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`nick` text
);
--> statement-breakpoint
INSERT INTO `__new_people` (`id`, `name`) SELECT `id`, `name` FROM `people`;--> statement-breakpoint
DROP TABLE `people`;--> statement-breakpoint
ALTER TABLE `__new_people` RENAME TO `people`;--> statement-breakpoint
CREATE UNIQUE INDEX `people_name` ON `people` (`name`);
