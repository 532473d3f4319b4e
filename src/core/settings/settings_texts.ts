import type { CommandPermission } from './repository_settings.ts';

/** What somebody needs who wants to command, in words: behind "commands here need". */
export function permissionText(need: CommandPermission): string {
  switch (need.kind) {
    case 'role':
      return `the permission \`${need.atLeast}\` in this repository`;
    case 'team':
      return `membership of the team \`${need.slug}\``;
    default:
      return need satisfies never;
  }
}
