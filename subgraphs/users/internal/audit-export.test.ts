import { describe, expect, it } from 'vitest';
import { openForTest } from '../../../platform/testing/open-for-file';
import { auditRoom } from '../testing/audit-room';

const auditExport = 'query ($after: ID) { auditExport(after: $after) { lines next head } }';

interface Piece {
  readonly lines: string[];
  readonly next: string | null;
  readonly head: string | null;
}

const log = openForTest(auditRoom);

async function piece(after: string | null = null): Promise<Piece> {
  const { data } = await log.room.internal(auditExport, { after });
  return data.auditExport as Piece;
}

const idsIn = ({ lines }: Piece): unknown[] =>
  lines.map((line) => (JSON.parse(line) as { entry: { id: string } | null }).entry?.id);

describe('auditExport', () => {
  it('has all entries in pieces, oldest first', async () => {
    const ids = await log.write(1_001);
    const first = await piece();
    expect(first).toMatchObject({ next: '1000' });
    const second = await piece(first.next);
    expect(second).toMatchObject({ next: null, head: expect.stringMatching(/^1001:/) });
    expect([...idsIn(first), ...idsIn(second)]).toEqual(ids);
  });

  it('shows that an entry is gone', async () => {
    const [, removed] = await log.write(2);
    await log.asOwner(`DELETE FROM audit_entries WHERE id = '${removed}'`);
    const { lines } = await piece();
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ seq: 2, entry: null });
  });

  it('is empty for an empty log', async () => {
    expect(await piece()).toEqual({ lines: [], next: null, head: null });
  });

  it('rejects an `after` that is no number', async () => {
    const { codes } = await log.room.internal(auditExport, { after: 'x' });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
