/** A page for a browser, and what its script and style are let in by. */
export type Page = { readonly status: number; readonly html: string; readonly policy: string };

const STYLE = `
:root { color-scheme: light dark }
body { font: 1.0625rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem }
h1 { font-size: 1.375rem; line-height: 1.25 }
button, a.next { font: inherit; font-weight: 600; display: inline-block; padding: .625rem 1.125rem; border: 0;
  border-radius: .375rem; background: #1f6feb; color: #fff; text-decoration: none; cursor: pointer }
code { overflow-wrap: anywhere }`;

/**
 * Sends the browser on to GitHub with the manifest: by itself, or by the button where scripts are off.
 *
 * @param action GitHub's page for a new App, with our state
 * @param manifest what the App shall be, as JSON
 * @param nonce new for every answer
 */
export function registrationPage(action: string, manifest: string, nonce: string): Page {
  const body = `<h1>Make the GitHub App</h1>
<p>GitHub shows you the App's name and asks you to confirm. Then it sends you back here, and Planwright keeps the App's key on this machine.</p>
<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="manifest" value="${escapeHtml(manifest)}">
<button type="submit">Go on to GitHub</button>
</form>
<script nonce="${nonce}">document.forms[0].submit()</script>`;
  return page(200, 'Make the GitHub App', body, nonce);
}

/** The App is made and its key kept. */
export function madePage(app: { readonly slug: string; readonly installUrl: string }, nonce: string): Page {
  const body = `<h1>The App ${escapeHtml(app.slug)} is made</h1>
<p>Its key is kept on this machine. Next, install it on the repositories whose plans it shall run.</p>
<p><a class="next" href="${escapeHtml(app.installUrl)}">Install ${escapeHtml(app.slug)}</a></p>
<p>The terminal says how to go on after that. You can close this page.</p>`;
  return page(200, 'The App is made', body, nonce);
}

/** Something was not as it had to be; `what` says it and what to do. */
export function problemPage(status: number, what: string, nonce: string): Page {
  return page(status, 'Not done', `<h1>This did not work</h1>\n<p>${escapeHtml(what)}</p>`, nonce);
}

function page(status: number, title: string, body: string, nonce: string): Page {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Planwright</title>
<style nonce="${nonce}">${STYLE}
</style>
</head>
<body>
${body}
</body>
</html>
`;
  // Not `form-action`: it would hold for GitHub's own redirects to a sign-in page elsewhere too.
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`;
  return { status, html, policy };
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };
  return text.replaceAll(/[&<>"']/g, (character) => `&${names[character]};`);
}
