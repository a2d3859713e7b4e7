import { expect, test } from 'vitest';
import { isWideNetwork, parseNetwork } from './network';

const isWide = (text: string) => {
  const network = parseNetwork(text);
  if (network === null) throw new Error(`${text} is no network`);
  return isWideNetwork(network);
};

test.each([
  ['10.0.0.1', { address: '10.0.0.1', prefixBits: 32, family: 'ipv4' }],
  ['10.0.0.0/8', { address: '10.0.0.0', prefixBits: 8, family: 'ipv4' }],
  ['::1', { address: '::1', prefixBits: 128, family: 'ipv6' }],
  ['2001:db8::/32', { address: '2001:db8::', prefixBits: 32, family: 'ipv6' }],
])('reads %s', (text, network) => {
  expect(parseNetwork(text)).toEqual(network);
});

test.each(['*', '', 'proxy', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/8/8', '::/129', '10.0.0.0/-1'])(
  '%j is neither an address nor a network',
  (text) => {
    expect(parseNetwork(text)).toBeNull();
  },
);

test.each([
  '0.0.0.0/0',
  '128.0.0.0/1',
  '10.0.0.0/7',
  '::/0',
  '2000::/3',
  '::ffff:0:0/96',
  '0000:0:0:0:0:FFFF:0.0.0.0/96',
  'fc00::/6',
])('%s is wide', (text) => {
  expect(isWide(text)).toBe(true);
});

test.each([
  '10.0.0.0/8',
  '127.0.0.1',
  '::1',
  'fc00::/7',
  'fd00::/8',
  '2001:db8::/32',
  '::ffff:10.0.0.0/104',
])('%s is not', (text) => {
  expect(isWide(text)).toBe(false);
});
