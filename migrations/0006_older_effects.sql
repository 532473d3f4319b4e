UPDATE `outbox` SET `effect` = json_set(`effect`, '$.check.places', json('[]'))
	WHERE `state` = 'waiting' AND `kind` = 'check_task' AND json_type(`effect`, '$.check.places') IS NULL;
--> statement-breakpoint
UPDATE `outbox` SET `effect` = json_set(`effect`, '$.pulls', json('[]'))
	WHERE `state` = 'waiting' AND `kind` = 'restore_integration' AND json_type(`effect`, '$.pulls') IS NULL;
