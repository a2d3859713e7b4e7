import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const signAuditExport = `query ($entries: Int!, $head: String, $sha256: String!) {
  signAuditExport(entries: $entries, head: $head, sha256: $sha256) {
    signed keyId publicKey signature
  }
}`;
const sha256 = createHash('sha256').update('lines').digest('hex');
const head = `2:${sha256}`;

const room = usersRoomForFile();

describe('signAuditExport', () => {
  it('signs by Ed25519, with a key whose id is the hash of the public key', async () => {
    const { data } = await room.internal(signAuditExport, { entries: 2, head, sha256 });
    const { signed, keyId, publicKey, signature } = data.signAuditExport as Record<string, string>;
    const key = createPublicKey(publicKey ?? '');
    expect(key.asymmetricKeyType).toBe('ed25519');
    const bytes = Buffer.from(signature ?? '', 'base64');
    expect(verify(null, Buffer.from(signed ?? ''), key, bytes)).toBe(true);
    const der = key.export({ type: 'spki', format: 'der' });
    expect(
      createHash('sha256')
        .update(der)
        .digest('hex')
        .startsWith(keyId ?? '-'),
    ).toBe(true);
    expect(JSON.parse(signed ?? '')).toEqual([
      'audit-export-v1',
      expect.stringMatching(/^\d{4}-.*Z$/),
      2,
      head,
      sha256,
    ]);
  });

  it.each([
    ['a digest', { entries: 1, head, sha256: 'x' }],
    ['a head', { entries: 1, head: 'x', sha256 }],
  ])('signs nothing but what an export has: %s', async (_, variables) => {
    const { codes } = await room.internal(signAuditExport, variables);
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});
