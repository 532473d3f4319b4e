import type { Check } from '../check.ts';
import { agentsCheck } from './agents.ts';
import { appCheck } from './app.ts';
import { bubblewrapCheck } from './bubblewrap.ts';
import { clockCheck } from './clock.ts';
import { databaseCheck } from './database.ts';
import { databaseOwnerCheck } from './database_owner.ts';
import { deadDeliveriesCheck } from './dead_deliveries.ts';
import { deliveriesCheck } from './deliveries.ts';
import { environmentCheck } from './environment.ts';
import { gitCheck } from './git.ts';
import { installationsCheck } from './installations.ts';
import { nodeCheck } from './node.ts';
import { outboxCheck } from './outbox.ts';
import { permissionsCheck } from './permissions.ts';
import { publicUrlCheck } from './public_url.ts';
import { runnersCheck } from './runners.ts';
import { serviceCheck } from './service.ts';
import { webhookCheck } from './webhook.ts';

/** All that `planwright doctor` looks at, in the order in which it is told: what is told first may explain what follows. */
export const CHECKS: readonly Check[] = [
  nodeCheck,
  gitCheck,
  bubblewrapCheck,
  agentsCheck,
  environmentCheck,
  databaseCheck,
  databaseOwnerCheck,
  serviceCheck,
  outboxCheck,
  deadDeliveriesCheck,
  runnersCheck,
  clockCheck,
  appCheck,
  permissionsCheck,
  installationsCheck,
  publicUrlCheck,
  webhookCheck,
  deliveriesCheck,
];
