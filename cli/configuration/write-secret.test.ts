import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { secretStrength } from '../../platform/secrets/secret-strength';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { writeSecret } from './write-secret';

let folder: string;

beforeEach(() => {
  folder = folderForTest();
});

test('writes a secret that production accepts, for its owner alone, and never replaces one', () => {
  const file = path.join(folder, 'key-secret');
  writeSecret(file);
  const secret = readFileSync(file, 'utf8');
  expect(secretStrength(secret.trimEnd())).toBe('generated');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(() => writeSecret(file)).toThrow(/was not changed: .* Name another file\.$/);
  expect(readFileSync(file, 'utf8')).toBe(secret);
});
