CREATE TABLE `conversation_chunks` (
	`attempt` text NOT NULL,
	`offset` integer NOT NULL,
	`bytes` integer NOT NULL,
	`deflated` blob NOT NULL,
	PRIMARY KEY(`attempt`, `offset`),
	FOREIGN KEY (`attempt`) REFERENCES `attempts`(`id`) ON UPDATE no action ON DELETE cascade
);
