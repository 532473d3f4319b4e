DROP INDEX `tasks_by_state`;--> statement-breakpoint
CREATE INDEX `tasks_answering` ON `tasks` (`id`) WHERE "tasks"."kind" = 'answering' AND "tasks"."state" IN ('ready', 'running');--> statement-breakpoint
CREATE INDEX `tasks_by_state` ON `tasks` (`run`,`state`,`kind`);--> statement-breakpoint
ALTER TABLE `questions` ADD `answering` text;--> statement-breakpoint
ALTER TABLE `questions` ADD `overruled` text;--> statement-breakpoint
CREATE INDEX `questions_answering` ON `questions` (`answering`) WHERE "questions"."answering" IS NOT NULL AND "questions"."state" = 'open';