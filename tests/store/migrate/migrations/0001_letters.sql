CREATE TABLE `letters` (
	`id` integer PRIMARY KEY NOT NULL,
	`sender` integer NOT NULL REFERENCES `people`(`id`) ON DELETE CASCADE
);
--> statement-breakpoint
INSERT INTO `letters` (`id`, `sender`) VALUES (7, 1);
