import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as documents from '../client/documents';
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

const root = path.join(__dirname, '..');
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const parsed = (folders: readonly string[]) => JSON.parse(operationsManifest(folders)) as Manifest;

describe('the client manifest', () => {
  const manifest = parsed([path.join(root, 'client/documents')]);

  test('is in the format of @apollo/persisted-query-lists', () => {
    expect(manifest).toMatchObject({ format: 'apollo-persisted-query-manifest', version: 1 });
    for (const { id, body, type } of manifest.operations) {
      expect(id).toBe(hashOf(body));
      expect(['query', 'mutation', 'subscription']).toContain(type);
    }
  });

  test('has exactly the texts that the client sends', () => {
    expect(manifest.operations.length).toBeGreaterThan(20);
    const sent = documents as unknown as Readonly<Record<string, { toString(): string }>>;
    for (const { name, body } of manifest.operations) {
      expect(String(sent[`${name}Document`])).toBe(body);
    }
  });
});

describe('operation documents', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'documents-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (text: string) => writeFileSync(path.join(folder, 'some.graphql'), text);

  test.each([
    ['without a name', '{ me { id } }', 'no name'],
    ['with the same name twice', 'query A { me { id } } query A { me { name } }', 'called A'],
    ['that spread an undefined fragment', 'query A { me { ...Nobody } }', 'Nobody'],
  ])('%s are rejected', (_what, text, message) => {
    write(text);
    expect(() => parsed([folder])).toThrow(message);
  });

  test('include nested fragments, each once', () => {
    write(`query A { me { ...One ...Two } } fragment One on User { ...Two }
      fragment Two on User { id }`);
    const [{ body } = { body: '' }] = parsed([folder]).operations;
    expect(body.match(/fragment Two/g)).toHaveLength(1);
  });
});
