import { expect, test } from 'vitest';
import { isPrivateHost, isPublicAddress, publicLookup, resolvesToPrivate } from './public-address';

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '168.63.129.16',
  '192.0.0.8',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:0:127.0.0.1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '100::1',
  'no address',
])('%s is not spoken with', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '64:ff9b::8.8.8.8'])(
  '%s is somebody else’s',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://127.1/',
  'http://[::1]/',
  'http://[::ffff:7f00:1]/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://shop.localhost/',
  'http://metadata.google.internal/',
  'http://printer.local/',
  'http://database/',
])('%s leads to this machine or its network', (url) => {
  expect(isPrivateHost(new URL(url).hostname)).toBe(true);
});

test('a public name is resolved, and an unknown one is accepted', async () => {
  expect(isPrivateHost('example.com')).toBe(false);
  expect(await resolvesToPrivate('no-such-name.invalid')).toBe(false);
  expect(await resolvesToPrivate('localhost')).toBe(true);
});

test('a connection to a name with a private address is refused', async () => {
  const refused = new Promise((resolve) => {
    publicLookup('localhost', { all: true }, (error) => resolve(error?.name));
  });
  expect(await refused).toBe('TargetRefusedError');
});
