import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddress, clientScheme } from './client-address';

function from(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe('the address of a client', () => {
  const direct = clientAddress([]);
  const behind = clientAddress(['10.0.0.0/8', '192.0.2.1', 'fd00::/8']);

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of the socket %s is counted as %s', (socket, counted) => {
    expect(direct(from(socket, '198.51.100.9'))).toBe(counted);
  });

  it('stays that of the connection when the client has gone', () => {
    const request = from('203.0.113.7');
    expect(direct(request)).toBe('203.0.113.7');
    Object.assign(request.socket, { remoteAddress: undefined });
    expect(direct(request)).toBe('203.0.113.7');
  });

  it.each([
    ['10.1.2.3', '198.51.100.9', '198.51.100.9'],
    ['192.0.2.1', '198.51.100.9, 10.5.5.5', '198.51.100.9'],
    ['10.1.2.3', '1.1.1.1, 198.51.100.9', '198.51.100.9'],
    ['10.1.2.3', 'nonsense', '10.1.2.3'],
    ['10.1.2.3', 'nonsense, 198.51.100.9', '198.51.100.9'],
    ['203.0.113.7', '198.51.100.9', '203.0.113.7'],
    ['fd00::5', '[2001:db8::9]:443', '2001:db8:0:0::/64'],
    ['10.1.2.3', '198.51.100.9:4711', '198.51.100.9'],
  ])('from %s with X-Forwarded-For %s is %s', (socket, forwardedFor, expected) => {
    expect(behind(from(socket, forwardedFor))).toBe(expected);
  });

  it.each([
    ['10.1.2.3', 'https', 'https'],
    ['10.1.2.3', 'http, HTTPS', 'https'],
    ['10.1.2.3', 'https, http', 'http'],
    ['10.1.2.3', 'gopher', 'http'],
    ['203.0.113.7', 'https', 'http'],
  ])('from %s with X-Forwarded-Proto %s came by %s', (socket, forwarded, expected) => {
    const request = from(socket);
    request.headers['x-forwarded-proto'] = forwarded;
    expect(clientScheme(['10.0.0.0/8'])(request)).toBe(expected);
  });

  it('rejects a trusted proxy that is not an address', () => {
    expect(() => clientAddress(['proxy.example'])).toThrow('proxy.example');
    expect(() => clientAddress(['10.0.0.0/99'])).toThrow('10.0.0.0/99');
  });
});
