import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(__dirname, '..');
const read = (file: string): string => readFileSync(join(root, 'docs/knowledge', file), 'utf8');
const filesOf = (folder: string): string[] => readdirSync(join(root, 'docs/knowledge', folder));
const headingsOf = (text: string): string[] => text.match(/^## .+$/gm) ?? [];

const entries = filesOf('entries');
const lessons = filesOf('lessons');

test('the index lists every entry, newest first, and every lesson', () => {
  const index = read('README.md');
  const listed = [...index.matchAll(/\((entries|lessons)\/([^)]+)\)/g)].map(([, , file]) => file);
  expect([...listed].sort()).toEqual([...entries, ...lessons].sort());
  const days = [...index.matchAll(/^\| (\d{4}-\d\d-\d\d) \| .*\(entries\/(\S{10})/gm)];
  expect(days.filter(([, day, named]) => day !== named)).toEqual([]);
  expect(days.map(([, day]) => day)).toEqual(
    days
      .map(([, day]) => day)
      .sort()
      .reverse(),
  );
  expect(days).toHaveLength(entries.length);
});

describe.each(entries)('the entry %s', (file) => {
  const text = read(`entries/${file}`);

  test('has the form of its template, and nothing left of it', () => {
    expect(headingsOf(text)).toEqual(headingsOf(read('entry-template.md')));
    expect(text).not.toMatch(/<[a-z]+[ ,>]/);
  });

  test('has the day of its name, and says who found it', () => {
    const day = file.slice(0, 'YYYY-MM-DD'.length);
    expect(text.split('\n')[2]).toMatch(new RegExp(`^${day} · found by .+`));
  });
});

test.each(lessons)('the lesson %s has the form of its template', (file) => {
  expect(headingsOf(read(`lessons/${file}`))).toEqual(headingsOf(read('lesson-template.md')));
});

test('the website, whose search finds every page, takes both folders', () => {
  const pages = readFileSync(join(root, 'web/docs-site/pages.mjs'), 'utf8');
  for (const folder of ['entries', 'lessons']) {
    expect(pages).toContain(`source: 'docs/knowledge/${folder}'`);
  }
});
