import { posix } from 'node:path';
import type { SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const knownEnding =
  /\.(ts|mts|mjs|cjs|md|json|ya?ml|graphql|sql|svg|prisma|sh|cfg|puml|js|css|html)$/;

/** Files that a build or a run creates, or that users write. */
const madeElsewhere =
  /^(dist|node_modules|test-results|\.data)\/|^(config\.yaml|docker-compose\.override\.yml|report\.md|package-lock\.json)$/;

/** All files, and all folders with files. */
function entriesOf(files: readonly SourceFile[]): Set<string> {
  const entries = new Set<string>();
  for (const { path } of files) {
    for (let entry = path; entry !== '.'; entry = posix.dirname(entry)) entries.add(entry);
  }
  return entries;
}

const escaped = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');

class Repository {
  private readonly entries: Set<string>;
  private readonly paths: string;

  constructor(files: readonly SourceFile[]) {
    this.entries = entriesOf(files);
    this.paths = `\n${[...this.entries].join('\n')}\n`;
  }

  has(entry: string): boolean {
    return this.entries.has(posix.normalize(entry).replace(/\/$/, ''));
  }

  /** Resolves an entry as a reader would: from the page's folder, or from a folder above. */
  hasSeenFrom(folder: string, entry: string): boolean {
    for (let from = folder; from !== '.'; from = posix.dirname(from)) {
      if (this.has(posix.join(from, entry))) return true;
    }
    return this.has(entry);
  }

  /** A bare name is a file below the page's folder: elsewhere another file may have that name. */
  hasNameBelow(folder: string, name: string): boolean {
    const below = folder === '.' ? '\n' : `\n${folder}/`;
    const path = new RegExp(`${escaped(below)}([^\\n]*/)?${escaped(name)}$`, 'm');
    return path.test(this.paths);
  }

  /** `*` matches anything within one folder. */
  hasMatch(pattern: string): boolean {
    const parts = pattern.split('*').map(escaped);
    return new RegExp(`(^|/)${parts.join('[^/\\n]*')}$`, 'm').test(this.paths);
  }
}

const isRootEntry = (path: string, repository: Repository): boolean =>
  repository.has(path.split('/')[0] ?? '');

/** Whether text between backticks means a file or folder of the repository. */
function meansPath(text: string, repository: Repository): boolean {
  if (!/^[\w.@*-]+(\/[\w.@*-]+)*\/?$/.test(text) || madeElsewhere.test(text)) return false;
  if (knownEnding.test(text)) return true;
  return text.includes('/') && (text.endsWith('/') || isRootEntry(text, repository));
}

function exists(text: string, folder: string, repository: Repository): boolean {
  const path = text.replace(/\/$/, '');
  if (path.includes('*')) return repository.hasMatch(path);
  if (repository.hasSeenFrom(folder, path)) return true;
  return !path.includes('/') && repository.hasNameBelow(folder, path);
}

/** The anchor that GitHub generates for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (text: string): Set<string> =>
  new Set(
    text
      .split('\n')
      .filter((line) => /^#+ /.test(line))
      .map((line) => anchorOf(line.replace(/^#+ /, ''))),
  );

interface Page {
  readonly path: string;
  readonly folder: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly repository: Repository;
}

function linkFault(target: string, { path, folder, texts, repository }: Page): string | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [file = '', anchor] = target.split('#');
  const entry = file === '' ? path : posix.join(folder, file);
  if (!repository.has(entry)) return `links to ${target}, which does not exist`;
  if (anchor === undefined || !entry.endsWith('.md')) return null;
  const isThere = anchorsOf(texts.get(entry) ?? '').has(anchor);
  return isThere ? null : `links to ${target}, which has no such heading`;
}

function faultsOf(line: string, page: Page): string[] {
  const links = [...line.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) =>
    linkFault(target, page),
  );
  const paths = [...line.matchAll(/`([^`]+)`/g)]
    .map(([, text = '']) => text)
    .filter((text) => meansPath(text, page.repository))
    .filter((text) => !exists(text, page.folder, page.repository))
    .map((text) => `names \`${text}\`, which does not exist`);
  return [...links.filter((fault) => fault !== null), ...paths];
}

function check(files: readonly SourceFile[]): Violation[] {
  const repository = new Repository(files);
  const pages = files.filter(({ path }) => path.endsWith('.md'));
  const texts = new Map(pages.map(({ path, text }) => [path, text]));
  return pages.flatMap(({ path, text }) => {
    const page = { path, folder: posix.dirname(path), texts, repository };
    let isCodeBlock = false;
    return text.split('\n').flatMap((line, place) => {
      if (line.startsWith('```')) isCodeBlock = !isCodeBlock;
      const faults = isCodeBlock ? [] : faultsOf(line, page);
      return faults.map((message) => ({ path, line: place + 1, message }));
    });
  });
}

export const pathsInDocuments: Wall = {
  name: 'every link and path in a document exists',
  why: 'Files move, and readers stop trusting documents with broken links.',
  check,
  refuses: {
    'a link to a missing file': { 'docs/a.md': '[one](../gateway/one.ts)' },
    'a link to a missing heading': { 'a.md': '[b](b.md#two)', 'b.md': '# One' },
    'a missing path': { 'a.md': '`gateway/one.ts`', 'gateway/two.ts': '' },
    'the bare name of a file elsewhere': { 'a/b.md': '`one.ts`', 'gateway/one.ts': '' },
    'a missing file name': { 'a.md': '`vitest.config.ts`', 'vitest.config.mts': '' },
    'a missing folder': { 'a.md': '`gateway/http/`', 'gateway/two.ts': '' },
    'a pattern without a match': { 'a.md': '`ops/*.yml`', 'ops/one.ts': '' },
  },
  accepts: {
    'links to files, folders and headings': {
      'docs/a.md':
        '[one](../gateway/one.ts) [all](../gateway) [b](b.md#two-and-3) [web](https://a.b/c.md)',
      'docs/b.md': '## Two, and 3',
      'gateway/one.ts': '',
    },
    'paths from the root, from the page, and bare names': {
      'rooms/a/README.md': '`rooms/a/store/one.ts` `store/one.ts` `one.ts` `store/` `store/*.ts`',
      'rooms/a/store/one.ts': '',
    },
    'text that is not a path': {
      'a.md': '`SELECT 1` `a/b` `products.alike` `dist/cli/a.js` `<verb>.ts`',
    },
    'code blocks': { 'a.md': '```\n`one.ts`\n```' },
  },
};
