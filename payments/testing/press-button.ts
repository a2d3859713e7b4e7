/**
 * Presses a button of the bank's page as a browser without scripts would: reads the form around the
 * button and sends it. Redirects are not followed.
 */
export async function pressButton(pageUrl: string, button: string): Promise<Response> {
  return fetch(await formOf(pageUrl, button), { method: 'POST', redirect: 'manual' });
}

/** The absolute URL of the form around a button. */
export async function formOf(pageUrl: string, button: string): Promise<string> {
  const html = await (await fetch(pageUrl)).text();
  const forms = [...html.matchAll(/<form method="post" action="([^"]*)">(.*?)<\/form>/g)];
  const form = forms.find(([, , content]) => content?.includes(`>${button}</button>`));
  if (form === undefined) throw new Error(`The page has no button ${button}: ${html}`);
  return new URL(form[1] ?? '', pageUrl).href;
}
