import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceCall } from '../../platform/graphql/service-call';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { usersStore } from '../../subgraphs/users/store';
import {
  testAuditKeys,
  testUsersKeys,
  type UsersRoom,
  usersRoom,
} from '../../subgraphs/users/testing/users-room';
import { checkExport } from './check-export';
import { type AuditExport, exportAuditLog } from './export';

/** One entry more than a piece of the export has. */
const count = 1_001;

const folder = folderForFile();
let file: string;
let room: UsersRoom;
let exported: AuditExport;
const exportTo = (to: string, signal = new AbortController().signal) =>
  exportAuditLog(serviceCall(room.subgraph.internal, 'cli'), to, signal);
beforeAll(async () => {
  file = path.join(folder, 'audit.jsonl');
  room = await usersRoom();
  const { audit } = usersStore(room.database.pool, testUsersKeys);
  const entries = Array.from({ length: count }, (_, index) => ({
    id: `019f0000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    at: new Date('2026-11-26T12:00:00.123Z'),
    actor: 'User:1',
    action: 'test',
    subject: `Order:${index}`,
    // Names of products may have the line separator of Unicode.
    detail: '{"text":"ä\\n\u2028"}',
  }));
  await audit.appendAll(entries);
  exported = await exportTo(file);
});
afterAll(() => room.close());

/** The block for auditors in the runbook, run in the folder of the export. */
function runRecipe(): string {
  const runbook = readFileSync(path.join(repositoryRoot, 'docs/runbooks/verify.md'), 'utf8');
  const [, recipe = ''] = /^```text\n(tail .*?)^```$/ms.exec(runbook) ?? [];
  const script = recipe.replaceAll('jq -j', `${process.execPath} ${path.join(folder, 'jq.cjs')}`);
  // Not every machine has jq; its two words are all that the recipe needs.
  writeFileSync(
    path.join(folder, 'jq.cjs'),
    `process.stdout.write(JSON.parse(require('fs').readFileSync(0))[process.argv[2].slice(1)])`,
  );
  return execFileSync('bash', ['-ec', script], { cwd: folder, encoding: 'utf8' });
}

describe('an export of the audit log', () => {
  it('has a line an entry, oldest first', () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(count + 1);
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      seq: 2,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      keyId: testAuditKeys.current.id,
      entry: {
        id: '019f0000-0000-7000-8000-000000000001',
        at: '2026-11-26T12:00:00.123Z',
        actor: 'User:1',
        action: 'test',
        subject: 'Order:1',
        detail: '{"text":"ä\\n\u2028"}',
      },
    });
    expect(exported).toMatchObject({ entries: count, head: expect.stringMatching(/^1001:/) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('does not replace a file', async () => {
    const again = exportTo(file);
    await expect(again).rejects.toThrow('EEXIST');
  });

  it('leaves no file behind when it is stopped', async () => {
    const other = path.join(folder, 'stopped.jsonl');
    await expect(exportTo(other, AbortSignal.abort())).rejects.toThrow('aborted');
    expect(existsSync(other)).toBe(false);
  });

  it('is checked with the public key alone, by this program and by OpenSSL', async () => {
    const { entries, head, keyId } = exported;
    expect(await checkExport(file)).toMatchObject({ entries, head, keyId });
    const printed = runRecipe();
    expect(printed).toContain('Signature Verified Successfully');
    expect(printed).toContain(exported.sha256);
    expect(readFileSync(path.join(folder, 'signed'), 'utf8')).toContain(exported.sha256);
  });

  it.each([
    ['a changed entry', (text: string) => text.replace('Order:7"', 'Order:8"'), 'not those'],
    ['a missing entry', (text: string) => text.slice(text.indexOf('\n') + 1), 'not those'],
    ['no signature', (text: string) => text.slice(0, text.lastIndexOf('\n{')), 'signature'],
    [
      'another signature',
      (text: string) => text.replace('"signature":"', '"signature":"A'),
      'signature',
    ],
    ['another number', (text: string) => text.replace('Z\\",1001', 'Z\\",1000'), 'signature'],
  ])('is rejected with %s', async (_, change, message) => {
    const changed = path.join(folder, 'changed.jsonl');
    const text = readFileSync(file, 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(changed, change(text));
    await expect(checkExport(changed)).rejects.toThrow(message);
  });
});
