import { describe, expect, test } from 'vitest';
import { kinds, parseChange, withRelease } from './changes';

const change = (kind: string, text: string): string => `---\nkind: ${kind}\n---\n\n${text}\n`;

describe('a file of a change', () => {
  test.each(kinds)('may have the kind %s', (kind) => {
    expect(parseChange('a-change.md', change(kind, 'It is new.'))).toEqual({
      kind,
      text: 'It is new.',
    });
  });

  test('has its links as seen from its folder, and the changelog as seen from the root', () => {
    const text = 'It is new ([why](../docs/decisions/README.md)).';
    expect(parseChange('a-change.md', change('added', text)).text).toBe(
      'It is new ([why](docs/decisions/README.md)).',
    );
  });

  test.each([
    ['A_Change.md', change('added', 'It is new.'), 'kebab-case'],
    ['a-change.txt', change('added', 'It is new.'), '.md'],
    ['a-change.md', 'It is new.\n', 'Begin with'],
    ['a-change.md', '---\n"orderprocessing": minor\n---\n\nIt is new.\n', 'Begin with'],
    ['a-change.md', change('improved', 'It is new.'), 'The kind "improved" is unknown'],
    ['a-change.md', change('added', ' '), 'Write below the kind'],
    ['a-change.md', change('added', '- It is new.'), 'without a heading or a list'],
    ['a-change.md', change('added', '## New'), 'without a heading or a list'],
  ])('%s with %j is rejected', (name, content, fault) => {
    expect(() => parseChange(name, content)).toThrow(fault);
  });
});

describe('a release', () => {
  const changelog = '# Changelog\n\nAll changes.\n\n## [1.0.0] - 2026-01-01\n\nThe first.\n';
  const release = { version: '1.1.0', date: '2026-02-01' };

  test('has its changes by kind, above the earlier releases', () => {
    const changes = [
      { kind: 'fixed', text: 'It works.' },
      { kind: 'added', text: 'It is new,\nand long.' },
      { kind: 'fixed', text: 'So does this.' },
    ] as const;
    expect(withRelease(changelog, release, changes)).toBe(
      [
        '# Changelog\n\nAll changes.\n',
        '## [1.1.0] - 2026-02-01\n',
        '### Added\n\n- It is new,\n  and long.\n',
        '### Fixed\n\n- It works.\n- So does this.\n',
        '## [1.0.0] - 2026-01-01\n\nThe first.\n',
      ].join('\n'),
    );
  });

  test('is rejected without a change, or with a version that is in the changelog', () => {
    expect(() => withRelease(changelog, release, [])).toThrow('no change');
    const again = { ...release, version: '1.0.0' };
    expect(() => withRelease(changelog, again, [{ kind: 'added', text: 'New.' }])).toThrow(
      'has version 1.0.0 already',
    );
  });
});
