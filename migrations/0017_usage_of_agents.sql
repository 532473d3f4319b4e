ALTER TABLE `usage` ADD `agent` text;--> statement-breakpoint
ALTER TABLE `usage` ADD `role` text;--> statement-breakpoint
CREATE INDEX `usage_of_agent` ON `usage` (`repository`,`agent`,`role`,`attempt`);--> statement-breakpoint
UPDATE `usage` SET
	`agent` = (SELECT `agent` FROM `attempts` WHERE `attempts`.`id` = `usage`.`attempt`),
	`role` = (SELECT `routing` ->> '$.role' FROM `tasks` WHERE `tasks`.`id` = `usage`.`task`);
