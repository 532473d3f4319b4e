UPDATE `tasks` SET `routing` = json_set(`routing`, '$.why', 'named by its plan', '$.agents', json_array(json_object(
	'agent', coalesce(`tasks`.`agent`, `runs`.`default_agent`), 'provider', coalesce(`tasks`.`agent`, `runs`.`default_agent`),
	'model', NULL, 'fallback', json_array())))
	FROM `runs` WHERE `runs`.`id` = `tasks`.`run` AND `tasks`.`kind` = 'agent' AND coalesce(`tasks`.`agent`, `runs`.`default_agent`) IS NOT NULL;--> statement-breakpoint
UPDATE `attempts` SET `provider` = `agent`;--> statement-breakpoint
ALTER TABLE `runs` DROP COLUMN `default_agent`;--> statement-breakpoint
ALTER TABLE `tasks` DROP COLUMN `agent`;