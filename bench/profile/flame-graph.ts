import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CpuProfile } from './cpu-profile';

/** The URL fragment that makes speedscope load its profile from a script in the page. */
const handedOver = '#view=left-heavy&localProfilePath=inside-this-page';

const scriptTag = /<script src="([^"]+)"><\/script>/;
const styleTag = /<link rel="stylesheet" href="([^"]+)">/;
const iconTags = /<link rel="icon"[^>]*>/g;
const fontUrl = /url\("\.\/([^"]+\.woff2)"\)/g;

/** Escapes text so that it cannot end the script element around it. */
const inScript = (text: string): string => text.replaceAll('</script', '<\\/script');

function named(pattern: RegExp, page: string): string {
  const found = pattern.exec(page)?.[1];
  if (found === undefined) throw new Error(`The page of speedscope has no ${pattern.source}.`);
  return found;
}

/**
 * A self-contained page that shows the profile as a flame graph: it includes speedscope and the
 * profile, so it needs no network and can be sent to others.
 */
export function flameGraphPage(title: string, profile: CpuProfile): string {
  const folder = path.join(
    path.dirname(require.resolve('speedscope/package.json')),
    'dist/release',
  );
  const read = (name: string) => readFileSync(path.join(folder, name));
  const page = read('index.html').toString('utf8');
  const style = read(named(styleTag, page))
    .toString('utf8')
    .replace(fontUrl, (_, font: string) => {
      return `url("data:font/woff2;base64,${read(font).toString('base64')}")`;
    });
  const program = read(named(scriptTag, page)).toString('utf8');
  const base64 = Buffer.from(JSON.stringify(profile)).toString('base64');
  const name = JSON.stringify(`${title}.cpuprofile`);
  const scripts = [
    `history.replaceState(null, '', '${handedOver}')`,
    program,
    `speedscope.loadFileFromBase64(${name}, '${base64}')`,
  ];
  return page
    .replaceAll(iconTags, '')
    .replace(styleTag, () => `<style>${style}</style>`)
    .replace(scriptTag, () =>
      scripts.map((script) => `<script>${inScript(script)}</script>`).join('\n'),
    );
}
