CREATE TABLE `people` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_name` ON `people` (`name`);--> statement-breakpoint
INSERT INTO `people` (`id`, `name`) VALUES (1, 'Ada');
