import { expect, it } from 'vitest';
import { networkOf } from './network-key';

it('is one for all of an IPv6 network', () => {
  expect(networkOf('2001:DB8:1:2::1')).toBe(networkOf('2001:db8:1:2:ffff::'));
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
});
