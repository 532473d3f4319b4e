DROP INDEX `tasks_ready`;--> statement-breakpoint
ALTER TABLE `tasks` ADD `slot` text DEFAULT 'task' NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_ready` ON `tasks` (`slot`,"priority" desc,"rank" desc,`run_created_at`,`run`,`position`) WHERE "tasks"."state" = 'ready';--> statement-breakpoint
UPDATE `tasks` SET `slot` = 'orchestrator' WHERE `kind` = 'agent' AND `routing` ->> '$.role' = 'orchestrator';