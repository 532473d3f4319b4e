DROP INDEX `attempts_live_by_runner`;--> statement-breakpoint
ALTER TABLE `attempts` ADD `provider` text;--> statement-breakpoint
ALTER TABLE `attempts` ADD `model` text;--> statement-breakpoint
CREATE INDEX `attempts_live_by_runner` ON `attempts` (`runner`,`provider`) WHERE "attempts"."state" IN ('leased', 'running');--> statement-breakpoint
ALTER TABLE `plans` ADD `agents` text DEFAULT '{"agents":{},"roles":{},"routing":[]}' NOT NULL;--> statement-breakpoint
ALTER TABLE `tasks` ADD `routing` text DEFAULT '{"role":"coder","model":null,"strategy":"fixed","agents":[],"why":"the first of its runner"}' NOT NULL;