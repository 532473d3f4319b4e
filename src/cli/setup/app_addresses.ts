/** GitHub's page on which an account makes a new App; without an organisation it is the signed-in person's. */
export function newAppUrl(webUrl: string, organisation: string | undefined): string {
  return `${accountSettings(webUrl, organisation)}/apps/new`;
}

/** The page on which the owner of an App changes its address, secret and key. */
export function appSettingsUrl(webUrl: string, organisation: string | undefined, slug: string): string {
  return `${accountSettings(webUrl, organisation)}/apps/${slug}`;
}

/** The page on which an App is installed. */
export function installUrl(app: { readonly htmlUrl: string }): string {
  return `${app.htmlUrl}/installations/new`;
}

function accountSettings(webUrl: string, organisation: string | undefined): string {
  return organisation === undefined ? `${webUrl}/settings` : `${webUrl}/organizations/${organisation}/settings`;
}
