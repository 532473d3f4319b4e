CREATE TABLE `attempt_requests` (
	`attempt` text PRIMARY KEY NOT NULL,
	`request` text NOT NULL,
	FOREIGN KEY (`attempt`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`task` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`runner` text NOT NULL,
	`boot` text NOT NULL,
	`lease_request` text NOT NULL,
	`agent` text,
	`lease_until` integer NOT NULL,
	`cancel` text,
	`base` text,
	`start_commit` text,
	`progress` text NOT NULL,
	`ref` text NOT NULL,
	`failure` text,
	`leased_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`outcome` text,
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`task`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempts_number` ON `attempts` (`task`,`number`);--> statement-breakpoint
CREATE INDEX `attempts_of_run` ON `attempts` (`run`);--> statement-breakpoint
CREATE INDEX `attempts_of_lease` ON `attempts` (`runner`,`lease_request`);--> statement-breakpoint
CREATE INDEX `attempts_live_by_deadline` ON `attempts` (`lease_until`) WHERE "attempts"."state" IN ('leased', 'running');--> statement-breakpoint
CREATE INDEX `attempts_live_by_runner` ON `attempts` (`runner`,`agent`) WHERE "attempts"."state" IN ('leased', 'running');--> statement-breakpoint
CREATE TABLE `log_chunks` (
	`attempt` text NOT NULL,
	`offset` integer NOT NULL,
	`bytes` integer NOT NULL,
	`deflated` blob NOT NULL,
	PRIMARY KEY(`attempt`, `offset`),
	FOREIGN KEY (`attempt`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `events` (
	`run` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`task` text,
	`attempt` integer,
	`data` text NOT NULL,
	PRIMARY KEY(`run`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`run` text NOT NULL,
	`lane` text NOT NULL,
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
CREATE UNIQUE INDEX `outbox_id_unique` ON `outbox` (`id`);--> statement-breakpoint
CREATE INDEX `outbox_lanes` ON `outbox` (`lane`,`position`) WHERE "outbox"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`) WHERE "outbox"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`settled_at`) WHERE "outbox"."state" = 'dead';--> statement-breakpoint
CREATE TABLE `repositories` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`clone_url` text NOT NULL,
	`saved_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `repositories_clone_url_unique` ON `repositories` (`clone_url`);--> statement-breakpoint
CREATE TABLE `runners` (
	`id` text PRIMARY KEY NOT NULL,
	`boot` text NOT NULL,
	`name` text NOT NULL,
	`labels` text NOT NULL,
	`slots` integer NOT NULL,
	`agents` text NOT NULL,
	`repositories` text NOT NULL,
	`sandbox` text NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `plans` (
	`run` text PRIMARY KEY NOT NULL,
	`context` text NOT NULL,
	`plan` text NOT NULL,
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`repository` text NOT NULL,
	`name` text NOT NULL,
	`sequence` integer NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`owner` text NOT NULL,
	`plan_hash` text NOT NULL,
	`base` text,
	`base_commit` text,
	`branch_prefix` text NOT NULL,
	`integration_head` text,
	`concurrency` integer,
	`default_agent` text,
	`timeout_ms` integer,
	`deadline_at` integer,
	`cancel` text,
	`open_tasks` integer NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`repository`) REFERENCES `repositories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_sequence` ON `runs` (`repository`,`name`,`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `runs_one_active` ON `runs` (`repository`,`name`) WHERE "runs"."state" IN ('pending', 'running', 'paused', 'in_review');--> statement-breakpoint
CREATE INDEX `runs_active` ON `runs` (`state`) WHERE "runs"."state" IN ('pending', 'running', 'paused', 'in_review');--> statement-breakpoint
CREATE INDEX `runs_deadline` ON `runs` (`deadline_at`) WHERE "runs"."state" IN ('running', 'paused', 'in_review');--> statement-breakpoint
CREATE INDEX `runs_without_open_task` ON `runs` (`id`) WHERE "runs"."state" = 'running' AND "runs"."open_tasks" = 0;--> statement-breakpoint
CREATE INDEX `runs_by_name` ON `runs` (`name`,`created_at`);--> statement-breakpoint
CREATE INDEX `runs_by_age` ON `runs` (`created_at`);--> statement-breakpoint
CREATE TABLE `locks` (
	`repository` text NOT NULL,
	`name` text NOT NULL,
	`task` text NOT NULL,
	PRIMARY KEY(`repository`, `name`)
);
--> statement-breakpoint
CREATE INDEX `locks_of_task` ON `locks` (`task`);--> statement-breakpoint
CREATE TABLE `scheduler` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "scheduler_one_row" CHECK("scheduler"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `ticks` (
	`id` integer PRIMARY KEY NOT NULL,
	`last_at` integer,
	`steady_since` integer,
	CONSTRAINT "ticks_one_row" CHECK("ticks"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `dependencies` (
	`task` text NOT NULL,
	`depends_on` text NOT NULL,
	`run` text NOT NULL,
	`satisfied` integer NOT NULL,
	PRIMARY KEY(`task`, `depends_on`),
	FOREIGN KEY (`task`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`depends_on`) REFERENCES `tasks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `dependencies_backwards` ON `dependencies` (`depends_on`,`task`);--> statement-breakpoint
CREATE INDEX `dependencies_of_run` ON `dependencies` (`run`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`key` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`open_dependencies` integer NOT NULL,
	`attempts` integer NOT NULL,
	`failures` text NOT NULL,
	`due_at` integer,
	`priority` integer NOT NULL,
	`rank` integer NOT NULL,
	`cancel` text,
	`commit` text,
	`merge_commit` text,
	`ended_at` integer,
	`title` text NOT NULL,
	`agent` text,
	`labels` text NOT NULL,
	`locks` text NOT NULL,
	`files` text NOT NULL,
	`run_created_at` integer NOT NULL,
	`summary` text NOT NULL,
	`outputs` text NOT NULL,
	`spec` text NOT NULL,
	FOREIGN KEY (`run`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_key` ON `tasks` (`run`,`key`);--> statement-breakpoint
CREATE INDEX `tasks_by_state` ON `tasks` (`run`,`state`);--> statement-breakpoint
CREATE INDEX `tasks_ready` ON `tasks` ("priority" desc,"rank" desc,`run_created_at`,`run`,`position`) WHERE "tasks"."state" = 'ready';--> statement-breakpoint
CREATE INDEX `tasks_retry_due` ON `tasks` (`due_at`) WHERE "tasks"."state" = 'retrying';--> statement-breakpoint
CREATE INDEX `tasks_using_files` ON `tasks` (`run`) WHERE "tasks"."state" IN ('running', 'in_review') AND "tasks"."files" <> '[]';--> statement-breakpoint
CREATE TABLE `guards` (
	`failed` integer,
	CONSTRAINT "guard_failed" CHECK("guards"."failed" IS NULL)
);
