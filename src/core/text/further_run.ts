/** How people have what a run that succeeded left over taken up. `issue`: how its issue is called there. */
export function furtherRun(issue: string): string {
  return `A further run takes up what is left: reopen ${issue}; with its label on it starts by itself, else by \`/planwright run\`.`;
}
