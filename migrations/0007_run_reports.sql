ALTER TABLE `runs` ADD `report_path` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `report_commit` text;