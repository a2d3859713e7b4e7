import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { serviceCall } from '../../platform/graphql/service-call';
import { openForTest } from '../../platform/testing/open-for-file';
import { auditRoom } from '../../subgraphs/users/testing/audit-room';
import { verifyAuditLog } from './verify';

const msPerHour = 3_600_000;
const unpublished = [{ fault: 'unpublished', subject: 'audit log' }];

const log = openForTest(auditRoom);

const verified = (heads: string[] = []) =>
  verifyAuditLog(serviceCall(log.room.subgraph.internal, 'cli'), heads);

async function writeOld(): Promise<void> {
  const at = new Date(Date.now() - msPerHour);
  await log.audit.appendAll([
    {
      id: '019f0000-0000-7000-8000-000000000001',
      at,
      actor: 'system',
      action: 'test',
      subject: 'User:1',
      detail: null,
    },
  ]);
}

it('accepts an empty log, and a young one without a published head', async () => {
  expect(await verified()).toMatchObject({ entries: 0, heads: 0, faults: [] });
  await log.write(2);
  expect(await verified()).toMatchObject({ entries: 2, heads: 0, faults: [] });
});

it('reports an older log whose published heads somebody deleted', async () => {
  await writeOld();
  await log.write(2);
  await log.publisher().publish();
  const { head, ...rest } = await verified();
  expect(rest).toEqual({ entries: 3, heads: 1, faults: [] });
  rmSync(path.join(log.dataFolder, 'audit-heads'), { recursive: true });
  expect(await verified()).toMatchObject({ entries: 3, heads: 0, faults: unpublished });
  expect(await verified([head ?? ''])).toMatchObject({ heads: 1, faults: [] });
});
