import { describe, expect, it } from 'vitest';
import { createDeviceTokens } from '../../platform/auth/device-token';
import { openForTest } from '../../platform/testing/open-for-file';
import { codeIn, testGateway } from '../testing/running-gateway';

const token = createDeviceTokens(['a secret of the tests']).issue('ada@example.com');

const gateway = openForTest(testGateway, (opened) => opened.stop());

async function viewerWith(headers: Record<string, string>) {
  const { body } = await gateway.post({ query: '{ whoAmI }' }, headers);
  return JSON.parse(String(body.data?.whoAmI)).viewer;
}

describe('X-Device-Token', () => {
  it('travels with an anonymous viewer', async () => {
    expect(await viewerWith({ 'x-device-token': token })).toMatchObject({
      kind: 'anonymous',
      deviceToken: token,
    });
  });

  it.each([
    ['empty', ''],
    ['too long', `${token}A`],
    ['not Base64url', `${token.slice(1)}!`],
  ])('is ignored if it is %s', async (_what, sent) => {
    expect(await viewerWith({ 'x-device-token': sent })).not.toHaveProperty('deviceToken');
  });

  it('does not travel with an access token', async () => {
    const authorization = `Bearer ${gateway.token()}`;
    const viewer = await viewerWith({ authorization, 'x-device-token': token });
    expect(viewer).toMatchObject({ kind: 'user' });
    expect(viewer).not.toHaveProperty('deviceToken');
  });

  it('is no credential', async () => {
    const refused = await gateway.post(
      { query: '{ whoAmI }' },
      { authorization: `Bearer ${token}` },
    );
    expect([refused.status, codeIn(refused)]).toEqual([401, 'UNAUTHENTICATED']);
    const asKey = await gateway.post({ query: '{ whoAmI }' }, { 'x-api-key': token });
    expect([asKey.status, codeIn(asKey)]).toEqual([401, 'UNAUTHENTICATED']);
  });
});
