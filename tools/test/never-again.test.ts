import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { isTest, readTree } from '../architecture/source-tree';
import { covers } from './outcome.mjs';
import { entriesOf } from './testing/file-list';

const entries = entriesOf('never-again.json');

const sources = new Map(readTree(repositoryRoot).map((file) => [file.path, file.text]));
const tests = [...sources.keys()].filter(isTest);

/** The text of a test, and those of the journeys in the folder of its name. */
function textOf(file: string): string {
  const folder = `${file.replace(/(\.long)?\.test\.ts$/, '')}/`;
  const journeys = [...sources.keys()].filter((name) => name.startsWith(folder) && !isTest(name));
  return [file, ...journeys].map((name) => sources.get(name)).join('\n');
}

const promisedByName =
  /chaos|crash|\brace\b|random-commands|at-once|permissions|\/rules\.|rights|^verify\/|(^|\/)verify(-shop)?\.|growth/;
const comparesLedger = /\.ledgerOf\(|\bledger\b[?.]?[(.\]]|(run|done|runCommand)\(\s*'verify'/;

test('each entry names a file or a folder with tests', () => {
  const unused = entries.filter((entry) => !tests.some((file) => covers(entry, file)));
  expect(unused).toEqual([]);
  expect(new Set(entries).size).toBe(entries.length);
});

test('every suite that compares the ledger, or is named after a promise, is on the list', () => {
  const concerned = tests.filter(
    (file) => promisedByName.test(file) || comparesLedger.test(textOf(file)),
  );
  const missing = concerned.filter((file) => !entries.some((entry) => covers(entry, file)));
  expect(concerned.length).toBeGreaterThan(30);
  expect(missing).toEqual([]);
});
