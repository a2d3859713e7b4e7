import { describe, expect, it } from 'vitest';
import { networkShares, networksOf } from './network-levels';

const keysOf = (address: string) => networksOf(address).map(({ key }) => key);

describe('the networks of an address', () => {
  it.each([
    ['203.0.113.7', ['203.0.113.7', '203.0.113.0/24']],
    ['2001:db8:1:2ff::/64', ['2001:db8:1:2ff::/64', '2001:db8:1:200::/56', '2001:db8:1::/48']],
    ['2001:db8:0:0::/64', ['2001:db8:0:0::/64', '2001:db8:0:0::/56', '2001:db8:0::/48']],
    ['unknown', ['unknown']],
  ])('%s is counted as %j', (address, keys) => {
    expect(keysOf(address)).toEqual(keys);
  });

  it('are one /56 for all 64 networks of a /58', () => {
    const networks = Array.from(
      { length: 64 },
      (_, place) => keysOf(`2001:db8:0:${(0x40 + place).toString(16)}::/64`)[1],
    );
    expect(new Set(networks)).toEqual(new Set(['2001:db8:0:0::/56']));
  });

  it('give a /24 and a /48 at least eight times the share of an address', () => {
    expect(networkShares['/24']).toBeGreaterThanOrEqual(8 * networkShares.address);
    expect(networkShares['/48']).toBeGreaterThanOrEqual(8 * networkShares.address);
  });
});
