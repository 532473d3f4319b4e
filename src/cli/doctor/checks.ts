import type { Check } from './check.ts';
import { agentsCheck } from './checks/agents.ts';
import { appCheck } from './checks/app.ts';
import { bubblewrapCheck } from './checks/bubblewrap.ts';
import { clockCheck } from './checks/clock.ts';
import { databaseCheck } from './checks/database.ts';
import { databaseOwnerCheck } from './checks/database_owner.ts';
import { deadDeliveriesCheck } from './checks/dead_deliveries.ts';
import { deliveriesCheck } from './checks/deliveries.ts';
import { environmentCheck } from './checks/environment.ts';
import { gitCheck } from './checks/git.ts';
import { installationsCheck } from './checks/installations.ts';
import { nodeCheck } from './checks/node.ts';
import { outboxCheck } from './checks/outbox.ts';
import { permissionsCheck } from './checks/permissions.ts';
import { publicUrlCheck } from './checks/public_url.ts';
import { runnersCheck } from './checks/runners.ts';
import { serviceCheck } from './checks/service.ts';
import { webhookCheck } from './checks/webhook.ts';

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
