import { expect, test } from 'vitest';
import {
  isWarehouseCode,
  newWarehouseProblems,
  warehouseKey,
  warehouseNameProblems,
} from './warehouse';

const badCode = {
  path: ['code'],
  message: 'Takes 1 to 32 letters, digits, hyphens and underscores.',
};

test.each(['B', 'berlin_2', 'X-1', 'x'.repeat(32)])('"%s" is a code', (text) => {
  expect(isWarehouseCode(text)).toBe(true);
  expect(newWarehouseProblems({ code: text, name: 'Berlin' })).toEqual([]);
});

test.each(['', 'x'.repeat(33), 'a b', 'a\n', '\na', 'a.b', 'ü'])('"%s" is none', (text) => {
  expect(isWarehouseCode(text)).toBe(false);
  expect(newWarehouseProblems({ code: text, name: 'Berlin' })).toEqual([badCode]);
});

test('codes that differ by case alone are the same', () => {
  expect(warehouseKey('Berlin')).toBe(warehouseKey('BERLIN'));
  expect(warehouseKey('Berlin')).not.toBe(warehouseKey('Berlin2'));
});

test('a name has 1 to 200 characters that can be seen', () => {
  expect(warehouseNameProblems('x'.repeat(200))).toEqual([]);
  const tooLong = { path: ['name'], message: 'Takes at most 200 characters.' };
  expect(warehouseNameProblems('x'.repeat(201))).toEqual([tooLong]);
  const empty = { path: ['name'], message: 'Must not be empty.' };
  expect(newWarehouseProblems({ code: '', name: ' ' })).toEqual([badCode, empty]);
});
