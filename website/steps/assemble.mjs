// Writes the pages of the project as the website's content, and as Markdown for programs.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { folders, pages, pictures } from '../pages.mjs';
import { withSections } from './error-codes.mjs';
import { contentFile, readPage } from './markdown.mjs';

function allPages(root) {
  const found = folders.flatMap(({ source, route }) =>
    globSync(`${source}/*.md`, { cwd: root })
      .sort()
      .map((file) => ({ source: file, route: `${route}/${basename(file, '.md')}` })),
  );
  return [...pages, ...found];
}

const isUrl = (target) => /^[a-z]+:/.test(target);

/** Links of the website are absolute; those to its Markdown name the file. */
function linksFrom(source, routes, urlOf) {
  return (target) => {
    if (isUrl(target) || target.startsWith('#')) return target;
    const [path, anchor] = target.split('#');
    const file = posix.normalize(posix.join(posix.dirname(source), path));
    if (pictures.includes(file)) return `/docs/${basename(file)}`;
    const route = routes.get(file);
    if (route === undefined) return null;
    return urlOf(route) + (anchor === undefined ? '' : `#${anchor}`);
  };
}

const pageUrl = (route) => (route === 'index' ? '/docs/' : `/docs/${route}/`);
const markdownUrl = (route) => `/docs/${route}.md`;

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** @returns the entries of llms.txt: title, description and URL of each page. */
export function assemble(root, contentFolder, markdownFolder) {
  const found = allPages(root);
  const routes = new Map(found.map(({ source, route }) => [source, route]));
  return found.map(({ source, route }) => {
    const text = withSections(readFileSync(join(root, source), 'utf8'));
    const page = readPage(text, linksFrom(source, routes, pageUrl));
    const { ending, text: content } = contentFile(page);
    write(join(contentFolder, `${route}.${ending}`), content);
    const { title, description, body } = readPage(text, linksFrom(source, routes, markdownUrl));
    write(join(markdownFolder, `${route}.md`), `# ${title}\n\n${body}\n`);
    return { title, description, url: markdownUrl(route) };
  });
}
