DROP INDEX `questions_number`;--> statement-breakpoint
CREATE UNIQUE INDEX `questions_asked_once` ON `questions` (`run`,`n`,`task`) WHERE "questions"."state" = 'open';--> statement-breakpoint
CREATE INDEX `questions_number` ON `questions` (`run`,`n`);