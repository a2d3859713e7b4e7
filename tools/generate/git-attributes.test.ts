import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../../platform/process/repository-root';
import { gitAttributes } from './git-attributes';

test('the list replaces the earlier one, and keeps what is above', () => {
  const first = gitAttributes(
    '*.png binary\n\n# Emitted by `npm run generate`, which writes this list; shown folded in reviews.\ngone.md\n',
    ['b.json', 'a.md'],
  );
  expect(first).toMatch(/^\*\.png binary\n\n# Emitted .*\na\.md linguist-generated=true\nb\.json /);
  expect(first).not.toContain('gone');
  expect(gitAttributes(first, ['a.md'])).not.toContain('b.json');
  expect(() => gitAttributes('*.png binary\n', [])).toThrow('has no line');
});

test('every pattern of documents in codegen.yml matches a file', () => {
  const text = readFileSync(path.join(repositoryRoot, 'codegen.yml'), 'utf8');
  const { generates } = parse(text) as {
    generates: Record<string, { documents: string | string[] }>;
  };
  const patterns = Object.values(generates).flatMap(({ documents }) => documents);
  expect(patterns.length).toBeGreaterThan(0);
  const matched = (pattern: string) =>
    globSync(pattern.replace(/^!/, ''), { cwd: repositoryRoot }).length > 0;
  expect(patterns.filter((pattern) => !matched(pattern))).toEqual([]);
});
