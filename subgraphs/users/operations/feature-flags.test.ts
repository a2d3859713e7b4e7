import { describe, expect, it } from 'vitest';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import { usersRoomForFile } from '../testing/users-room';

const featureFlags =
  '{ featureFlags { name description isOn variant reason source defaultVariant targeting } }';

const room = usersRoomForFile({ flags: fixedFeatureFlags({ 'fraud-review': false }) });

describe('featureFlags', () => {
  it('shows an administrator every flag and what it is', async () => {
    const admin = room.as(await room.account({ roles: ['ADMIN'] }), 'ADMIN');
    const { data, codes } = await admin(featureFlags);
    expect(codes).toEqual([]);
    expect(data.featureFlags).toContainEqual(
      expect.objectContaining({ name: 'fraud-review', isOn: false, reason: 'DEFAULT' }),
    );
    expect(data.featureFlags).toContainEqual(
      expect.objectContaining({ name: 'registration', isOn: true }),
    );
  });
});
