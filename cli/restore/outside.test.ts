import { expect, it } from 'vitest';
import { headFiles, type PublishedHead } from '../../platform/audit/head-files';
import { serviceCall } from '../../platform/graphql/service-call';
import { openForTest } from '../../platform/testing/open-for-file';
import { auditRoom, ofHead } from '../../subgraphs/users/testing/audit-room';
import { usersRoom } from '../../subgraphs/users/testing/users-room';
import { verifyAuditLog } from '../audit/verify';
import { rehearsedHeads } from './outside';

const log = openForTest(auditRoom);

const backup = { endedAt: new Date(0) } as Parameters<typeof rehearsedHeads>[2]['backup'];

/** The faults of the log as a copy, compared with these heads. */
async function faultsWith(heads: PublishedHead[]) {
  const copy = await usersRoom({ database: log.room.database, auditHeads: { all: () => heads } });
  const { faults } = await verifyAuditLog(serviceCall(copy.subgraph.internal, 'cli'), []);
  return faults.filter(({ fault }) => fault !== 'unpublished');
}

/** Leaves the log as a copy has it that ends before these entries. */
const endBefore = (seq: number) =>
  log.asOwner(
    `DELETE FROM audit_entries WHERE id IN
       (SELECT entry_id FROM audit_links WHERE seq >= ${seq})`,
    `DELETE FROM audit_links WHERE seq >= ${seq}`,
  );

it('compares a running shop with the heads of before its log was archived', async () => {
  await log.write(2);
  const { publish } = log.publisher();
  await publish();
  const before = headFiles(log.dataFolder).all();
  await log.write(1);
  await publish();
  const since = headFiles(log.dataFolder).all();
  const due = rehearsedHeads(before, true, { backup, lastCommitAt: null });
  await endBefore(3);
  expect(await faultsWith(since)).toEqual([ofHead('cut', since[0]?.head)]);
  expect(await faultsWith(due)).toEqual([]);
  await endBefore(2);
  expect(await faultsWith(due)).toEqual([ofHead('cut', before[0]?.head)]);
});

it('compares an archive that ends earlier with the heads of before its last commit', async () => {
  await log.write(2);
  await log.publisher().publish();
  const published = headFiles(log.dataFolder).all();
  const at = Date.parse(published[0]?.at ?? '');
  const dueBy = (endMs: number) =>
    rehearsedHeads(published, false, { backup, lastCommitAt: new Date(endMs) });
  await endBefore(2);
  expect(await faultsWith(dueBy(at))).toEqual([]);
  expect(await faultsWith(dueBy(at + 1))).toEqual([ofHead('cut', published[0]?.head)]);
  const backedUpLater = { ...backup, endedAt: new Date(at + 1) };
  const byBackup = rehearsedHeads(published, false, { backup: backedUpLater, lastCommitAt: null });
  expect(await faultsWith(byBackup)).toEqual([ofHead('cut', published[0]?.head)]);
});
