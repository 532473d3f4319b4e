DROP INDEX `runs_active`;--> statement-breakpoint
CREATE INDEX `runs_by_state` ON `runs` (`state`);