// Fails for a link within the website that leads nowhere.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const hrefs = /<a\s[^<>]*?href="([^"]+)"/g;
const ids = /\sid="([^"]+)"/g;
const prefix = '/docs/';

/** Served by the gateway beside the website. */
const isElsewhere = (href) => !href.startsWith(prefix) && !href.startsWith('#');

function fileOf(path) {
  return path.endsWith('/') ? `${path.slice(prefix.length)}index.html` : path.slice(prefix.length);
}

/** @throws Error that lists every broken link. */
export function checkLinks(out) {
  const names = globSync('**/*.html', { cwd: out });
  const texts = new Map(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  const anchors = new Map(
    [...texts].map(([name, text]) => [name, new Set([...text.matchAll(ids)].map(([, id]) => id))]),
  );
  const broken = [...texts].flatMap(([name, text]) =>
    [...text.matchAll(hrefs)].flatMap(([, href]) => {
      if (isElsewhere(href)) return [];
      const [path, anchor] = decodeURIComponent(href).split('#');
      const target = path === '' ? name : fileOf(path);
      const isFound = existsSync(join(out, target));
      const isAnchor = anchor === undefined || anchors.get(target)?.has(anchor);
      return isFound && isAnchor ? [] : [`${name}: ${href}`];
    }),
  );
  if (broken.length > 0)
    throw new Error(`Links that lead nowhere:\n${[...new Set(broken)].join('\n')}`);
}
