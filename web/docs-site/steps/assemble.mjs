// Writes the pages of the project as the website's content, and as Markdown for programs.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { endpointsRoute, folders, pages, pictures } from '../pages.mjs';
import { endpointsPage } from './endpoints.mjs';
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
  const store = (route, page, markdownBody) => {
    const { ending, text } = contentFile(page);
    write(join(contentFolder, `${route}.${ending}`), text);
    write(join(markdownFolder, `${route}.md`), `# ${page.title}\n\n${markdownBody}\n`);
    return { title: page.title, description: page.description, url: markdownUrl(route) };
  };
  const found = allPages(root);
  const routes = new Map(found.map(({ source, route }) => [source, route]));
  const written = found.map(({ source, route }) => {
    const text = withSections(readFileSync(join(root, source), 'utf8'));
    const page = readPage(text, linksFrom(source, routes, pageUrl));
    return store(route, page, readPage(text, linksFrom(source, routes, markdownUrl)).body);
  });
  const endpoints = endpointsPage(root);
  return [...written, store(endpointsRoute, endpoints, endpoints.body)];
}
