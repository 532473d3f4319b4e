INSERT INTO `scheduler` (`id`, `version`) VALUES (1, 0);
--> statement-breakpoint
INSERT INTO `ticks` (`id`) VALUES (1);
