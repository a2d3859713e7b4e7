// Makes the built pages fit the content security policy: scripts and styles come from files only.
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClass, withTableMarks } from './tables.mjs';

const folder = '_astro';
const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Data is not executed, so the policy does not block it. */
const isData = (attributes) =>
  /type="(application\/(ld\+)?json|speculationrules)"/.test(attributes);

const inlineScript = /<script((?:\s[^>]*)?)>([\s\S]*?)<\/script>/g;
const inlineStyle = /<style[^>]*>([\s\S]*?)<\/style>/g;
const styledTag = /<([a-z][\w-]*)((?:\s[^<>]*?)?)\sstyle="([^"]*)"([^<>]*)>/g;

/** Blocks that may be wider than the page are scrolled by keyboard, too. */
const scrollable = /<(pre|table)(?=[\s>])(?![^>]*\stabindex=)/g;

class Hardener {
  #files = new Map();
  #rules = new Map();
  #sheet = '';

  #fileOf(text, ending) {
    const name = `${folder}/${hashOf(text)}.${ending}`;
    this.#files.set(name, text);
    return `/docs/${name}`;
  }

  #external(page) {
    return page
      .replace(inlineScript, (whole, attributes, text) => {
        if (/\ssrc=/.test(attributes) || isData(attributes)) return whole;
        return `<script${attributes} src="${this.#fileOf(text, 'js')}"></script>`;
      })
      .replace(inlineStyle, (_whole, text) => {
        return `<link rel="stylesheet" href="${this.#fileOf(text, 'css')}">`;
      });
  }

  #withoutAttributes(page) {
    return page.replace(styledTag, (_whole, name, before, style, after) => {
      const rule = style.replaceAll('&quot;', '"').replaceAll('&#39;', "'");
      const given = `s${hashOf(rule)}`;
      this.#rules.set(given, rule);
      return `<${name}${withClass(before + after, given)}>`;
    });
  }

  /** @returns the pages as the policy wants them, and the files that they need, by name. */
  harden(pages) {
    const changed = new Map(
      [...pages].map(([name, text]) => [
        name,
        withTableMarks(this.#withoutAttributes(this.#external(text))).replace(
          scrollable,
          '<$1 tabindex="0"',
        ),
      ]),
    );
    const rules = [...this.#rules].sort().map(([name, rule]) => `.${name}{${rule}}`);
    this.#sheet = this.#fileOf(rules.join('\n'), 'css');
    for (const [name, text] of changed) {
      changed.set(
        name,
        text.replace('</head>', `<link rel="stylesheet" href="${this.#sheet}"></head>`),
      );
    }
    return new Map([...changed, ...this.#files]);
  }
}

const remains = [
  [/<script(?![^>]*\s(?:src|type="application\/(?:ld\+)?json")=?)[^>]*>/, 'an inline script'],
  [/<style[\s>]/, 'an inline style'],
  [/<[a-z][^<>]*\sstyle="/, 'a style attribute'],
  [/<[a-z][^<>]*\son[a-z]+="/, 'an event attribute'],
  [
    /<(?:script|img|link|iframe|source)[^<>]*\s(?:src|href)="(?:https?:)?\/\//,
    'a file of another host',
  ],
  [/<th[^<>]*>\s*<\/th>/, 'a column without a name'],
];

/** @throws Error if the policy would block something of the page, or a column has no name. */
function assertAllowed(name, text) {
  const found = remains.find(([pattern]) => pattern.test(text));
  if (found) throw new Error(`${name} has ${found[1]}: ${found[0].exec(text)[0]}`);
}

export function harden(outFolder) {
  const names = globSync('**/*.html', { cwd: outFolder });
  const pages = new Map(names.map((name) => [name, readFileSync(join(outFolder, name), 'utf8')]));
  mkdirSync(join(outFolder, folder), { recursive: true });
  for (const [name, text] of new Hardener().harden(pages)) {
    if (name.endsWith('.html')) assertAllowed(name, text);
    writeFileSync(join(outFolder, name), text);
  }
}
