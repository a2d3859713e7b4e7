import { escapeHtml } from '../../platform/values/html';
import { themeLinks } from './theme';

export const stylePath = '/landing-page.css';

interface HtmlPage {
  readonly title: string;
  readonly description?: string;
  /** HTML, which is sent as it is. */
  readonly body: string;
  /** The element of its style, if it does not have that of the landing page. */
  readonly style?: string;
}

/** A page that the gateway itself writes, without scripts. */
export function htmlPage({ title, description, body, style }: HtmlPage): string {
  const about =
    description === undefined ? '' : `\n<meta name="description" content="${description}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${about}
<title>${escapeHtml(title)}</title>
${themeLinks}
${style ?? `<link rel="stylesheet" href="${stylePath}">`}
</head>
<body>
${body}
</body>
</html>
`;
}
