import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatePersistedQueryManifest } from '@apollo/generate-persisted-query-manifest';
import { parse, print } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { operationsManifest } from './generate-manifest';

interface Manifest {
  readonly format: string;
  readonly version: number;
  readonly operations: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly body: string;
  }[];
}

const root = path.join(__dirname, '../..');
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const parsed = (folders: readonly string[], manifests?: readonly string[]) =>
  JSON.parse(operationsManifest(folders, manifests)) as Manifest;

describe('the client manifest', () => {
  const documents = path.join(root, 'client/documents');
  const manifest = parsed([documents]);

  test('is in the format of @apollo/persisted-query-lists', () => {
    expect(manifest).toMatchObject({ format: 'apollo-persisted-query-manifest', version: 1 });
    expect(manifest.operations.length).toBeGreaterThan(20);
    for (const { id, body, type } of manifest.operations) {
      expect(id).toBe(hashOf(body));
      expect(['query', 'mutation', 'subscription']).toContain(type);
    }
  });

  test('equals what @apollo/generate-persisted-query-manifest writes', async () => {
    const folder = folderForTest();
    // Apollo's tool wants one operation a file.
    const definitions = globSync('*.graphql', { cwd: documents }).flatMap(
      (file) => parse(readFileSync(path.join(documents, file), 'utf8')).definitions,
    );
    for (const [place, definition] of definitions.entries()) {
      writeFileSync(path.join(folder, `${place}.graphql`), print(definition));
    }
    const theirs = await generatePersistedQueryManifest(
      { documents: `${folder}/*.graphql` },
      undefined,
    );
    expect(manifest).toEqual(theirs);
    expect(parsed([folder])).toEqual(theirs);
  });
});

describe('operation documents', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderForTest();
  });

  const write = (text: string) => writeFileSync(path.join(folder, 'some.graphql'), text);

  test.each([
    ['without a name', '{ me { id } }', 'no name'],
    ['with the same name twice', 'query A { me { id } } query A { me { name } }', 'called A'],
    ['that are not GraphQL', 'query A {', 'some.graphql:1: Syntax Error'],
    ['that spread an undefined fragment', 'query A { me { ...Nobody } }', 'Nobody'],
  ])('%s are rejected', (_what, text, message) => {
    write(text);
    expect(() => parsed([folder])).toThrow(message);
  });

  test('of which a folder has none are no empty manifest', () => {
    expect(() => parsed([folder])).toThrow(`no .graphql or .gql file below ${folder}.`);
  });

  test('include nested fragments, each once', () => {
    write(`query A { me { ...One ...Two } } fragment One on User { ...Two }
      fragment Two on User { id }`);
    const [{ body } = { body: '' }] = parsed([folder]).operations;
    expect(body.match(/fragment Two/g)).toHaveLength(1);
  });

  test('are joined with the operations of other manifests, each text once', () => {
    write('query A { me { id } } query B { me { id } }');
    const file = path.join(folder, 'other.json');
    const body = 'query A { me { name } }';
    const other = { id: hashOf(body), name: 'A', type: 'query', body };
    const [own] = parsed([folder]).operations;
    const format = 'apollo-persisted-query-manifest';
    writeFileSync(file, JSON.stringify({ format, version: 1, operations: [other, own] }));
    const { operations } = parsed([folder], [file]);
    expect(operations.map(({ name }) => name)).toEqual(['A', 'A', 'B']);
    expect(operations).toContainEqual(other);
    expect(parsed([], [file]).operations).toHaveLength(2);
  });

  test('are not joined with a manifest of another format', () => {
    const file = path.join(folder, 'other.json');
    writeFileSync(file, '{"operations": []}');
    expect(() => parsed([], [file])).toThrow('no manifest of version 1');
  });
});
