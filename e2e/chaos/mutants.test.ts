import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { mutate } from './builds';
import { mutants } from './mutants';

const dist = path.join(repositoryRoot, 'dist');
const folder = folderForFile();

/** The one file that the mutant is about, as it is compiled today. */
function copied(file: string): string {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, readFileSync(path.join(dist, file)));
  return target;
}

describe('a mutant', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    '%s finds its texts in the code of today',
    (_, mutant) => {
      const target = copied(mutant.file);
      const before = readFileSync(target, 'utf8');
      mutate(folder, mutant);
      expect(readFileSync(target, 'utf8')).not.toBe(before);
    },
  );

  test('whose text is gone says so', () => {
    const [mutant] = mutants;
    if (!mutant) throw new Error('There are no mutants.');
    copied(mutant.file);
    const changes = [['a text that nobody wrote', '']] as const;
    expect(() => mutate(folder, { ...mutant, changes })).toThrow(/0 times, not once/);
  });
});
