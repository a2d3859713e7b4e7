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
  const isBroken = (name, href) => {
    if (isElsewhere(href)) return false;
    const [path, anchor] = decodeURIComponent(href).split('#');
    const target = path === '' ? name : fileOf(path);
    const isAnchor = anchor === undefined || anchors.get(target)?.has(anchor);
    return !existsSync(join(out, target)) || !isAnchor;
  };
  // The list of pages is on each page, so most links are on all of them.
  const checked = new Map();
  const broken = [...texts].flatMap(([name, text]) =>
    [...text.matchAll(hrefs)].flatMap(([, href]) => {
      const key = href.startsWith('#') ? name + href : href;
      if (!checked.has(key)) checked.set(key, isBroken(name, href));
      return checked.get(key) ? [`${name}: ${href}`] : [];
    }),
  );
  if (broken.length > 0)
    throw new Error(`Links that lead nowhere:\n${[...new Set(broken)].join('\n')}`);
}
