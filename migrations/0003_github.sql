CREATE TABLE `deliveries` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`event` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`received_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`owner` text,
	`owned_until` integer,
	`attempts` integer NOT NULL,
	`error` text,
	`note` text,
	`settled_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_id_unique` ON `deliveries` (`id`);
--> statement-breakpoint
CREATE INDEX `deliveries_waiting` ON `deliveries` (`position`) WHERE "deliveries"."state" = 'waiting';
--> statement-breakpoint
CREATE INDEX `deliveries_processed` ON `deliveries` (`received_at`) WHERE "deliveries"."state" <> 'waiting';
--> statement-breakpoint
CREATE TABLE `chores` (
	`name` text PRIMARY KEY NOT NULL,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `pacing` (
	`key` text PRIMARY KEY NOT NULL,
	`next_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `issues_seen` (
	`repository` text NOT NULL,
	`issue` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`repository`, `issue`)
);
--> statement-breakpoint
CREATE TABLE `shown` (
	`subject` text NOT NULL,
	`what` text NOT NULL,
	`number` integer,
	`digest` text NOT NULL,
	PRIMARY KEY(`subject`, `what`)
);
--> statement-breakpoint
CREATE TABLE `__new_outbox` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`run` text,
	`repository` text NOT NULL,
	`lane` text NOT NULL,
	`key` text,
	`priority` integer NOT NULL,
	`kind` text NOT NULL,
	`effect` text NOT NULL,
	`state` text NOT NULL,
	`due_at` integer NOT NULL,
	`owner` text,
	`owned_until` integer,
	`attempts` integer NOT NULL,
	`error` text,
	`answer` text,
	`created_at` integer NOT NULL,
	`settled_at` integer
);
--> statement-breakpoint
INSERT INTO `__new_outbox` (`position`, `id`, `run`, `repository`, `lane`, `key`, `priority`, `kind`, `effect`, `state`, `due_at`, `owner`, `owned_until`, `attempts`, `error`, `answer`, `created_at`, `settled_at`)
	SELECT `position`, `id`, `run`, (SELECT `repository` FROM `runs` WHERE `runs`.`id` = `outbox`.`run`), `lane`, NULL, 0, `kind`,
		CASE `kind` WHEN 'publish_task' THEN json_set(`effect`, '$.pull', NULL) ELSE `effect` END,
		`state`, `due_at`, `owner`, `owned_until`, `attempts`, `error`, `answer`, `created_at`, `settled_at` FROM `outbox`;
--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_id_unique` ON `outbox` (`id`);
--> statement-breakpoint
CREATE INDEX `outbox_lanes` ON `outbox` (`lane`,`position`) WHERE "outbox"."state" = 'waiting';
--> statement-breakpoint
CREATE INDEX `outbox_turn` ON `outbox` (`priority`,`due_at`,`position`) WHERE "outbox"."state" = 'waiting';
--> statement-breakpoint
CREATE INDEX `outbox_keys` ON `outbox` (`key`) WHERE "outbox"."state" = 'waiting' AND "outbox"."key" IS NOT NULL;
--> statement-breakpoint
CREATE INDEX `outbox_of_run` ON `outbox` (`run`) WHERE "outbox"."state" = 'waiting';
--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`settled_at`) WHERE "outbox"."state" = 'dead';
--> statement-breakpoint
ALTER TABLE `repositories` ADD `github_id` integer;
--> statement-breakpoint
ALTER TABLE `repositories` ADD `github_installation` integer;
--> statement-breakpoint
ALTER TABLE `runs` ADD `issue` integer;
--> statement-breakpoint
ALTER TABLE `runs` ADD `final_pull` integer;
--> statement-breakpoint
ALTER TABLE `tasks` ADD `pull` integer;
--> statement-breakpoint
ALTER TABLE `tasks` ADD `pushed` text;
--> statement-breakpoint
CREATE UNIQUE INDEX `repositories_github_id` ON `repositories` (`github_id`);
--> statement-breakpoint
CREATE INDEX `repositories_of_installation` ON `repositories` (`github_installation`);
--> statement-breakpoint
CREATE INDEX `runs_by_prefix` ON `runs` (`repository`,`branch_prefix`);
--> statement-breakpoint
CREATE INDEX `runs_by_final_pull` ON `runs` (`repository`,`final_pull`) WHERE "runs"."final_pull" IS NOT NULL;
--> statement-breakpoint
CREATE INDEX `tasks_by_pull` ON `tasks` (`pull`) WHERE "tasks"."pull" IS NOT NULL;
--> statement-breakpoint
CREATE INDEX `events_notices` ON `events` (`run`,`seq`) WHERE "events"."kind" IN ('noticed', 'branch_pushed', 'retry_requested', 'skip_requested', 'pause_requested', 'resume_requested', 'task_cancel_requested', 'run_cancel_requested');
