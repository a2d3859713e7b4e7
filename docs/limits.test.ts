import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configSchema } from '../config/schema';
import { settingFieldsOf } from '../platform/config/setting-fields';

const root = join(__dirname, '..');
const page = readFileSync(join(__dirname, 'limits.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('|---'));

const named = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

/** What a row names between backticks. */
const codeOf = (row: string) => named(row, /`([^`]+)`/g);
const filesOf = (row: string) => codeOf(row).filter((name) => /^[\w-]+\/.*\.ts$/.test(name));

test('every file that the page names exists', () => {
  const files = rows.flatMap(filesOf);
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('every constant that the page names is in a file of its row', () => {
  const missing = rows.flatMap((row) => {
    const texts = filesOf(row).map((file) => readFileSync(join(root, file), 'utf8'));
    const constants = codeOf(row).filter((name) => /^[a-z]+([A-Z][a-z]+)+$/.test(name));
    const settings = codeOf(row).filter((name) => name.includes('.') && !name.endsWith('.ts'));
    // Of several settings of a group the first has the name of the group.
    const isSetting = settings.length > 0;
    return constants.filter((name) => !isSetting && !texts.some((text) => text.includes(name)));
  });
  expect(missing).toEqual([]);
});

test('every setting that the page names exists', () => {
  const settings = settingFieldsOf(configSchema).map(({ path }) => path.join('.'));
  const groups = ['limits', 'orders', 'webhooks', 'events', 'telemetry', 'database'];
  const wanted = rows.flatMap(codeOf).filter((name) => {
    const [group = '', ...rest] = name.split('.');
    return groups.includes(group) && rest.length > 0 && !name.includes('/');
  });
  expect(wanted.length).toBeGreaterThan(15);
  const exists = (name: string) =>
    name.includes('*')
      ? settings.some((setting) => setting.startsWith(name.slice(0, name.indexOf('*'))))
      : settings.includes(name);
  expect(wanted.filter((name) => !exists(name))).toEqual([]);
});
