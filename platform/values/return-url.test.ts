import { describe, expect, it } from 'vitest';
import { isListed, isReturnOrigin, isReturnUrl, policySource, withParameter } from './return-url';

describe('a listed origin', () => {
  it.each([
    'https://shop.example.com',
    'https://shop.example.com:8443',
    'https://shop.example.com:*',
    'http://localhost:3000',
    'http://localhost:*',
    'http://localhost',
    'com.example.app:',
    'myapp://',
  ])('may be %s', (text) => expect(isReturnOrigin(text)).toBe(true));

  it.each([
    'http://shop.example.com',
    'http://127.0.0.1:3000',
    'https://shop.example.com/',
    'https://shop.example.com/path',
    'https://*.example.com',
    'https://user@shop.example.com',
    'HTTPS://shop.example.com',
    'javascript:',
    'data:',
    'file://',
    'intent:',
    'shop.example.com',
    '*',
    '',
  ])('may not be %s', (text) => expect(isReturnOrigin(text)).toBe(false));
});

describe('a URL to return to', () => {
  it.each([
    'https://shop.example.com/thanks?a=1#end',
    'http://localhost:3000/',
    'com.example.app:/return',
    'myapp://return',
  ])('may be %s', (text) => expect(isReturnUrl(text)).toBe(true));

  it.each([
    'http://shop.example.com/',
    'http://localhost.example.com/',
    'https://shop.example.com@evil.example/',
    'https://user:word@shop.example.com/',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'blob:https://shop.example.com/1',
    '/thanks',
  ])('may not be %s', (text) => expect(isReturnUrl(text)).toBe(false));
});

describe('the list', () => {
  const listed = ['https://shop.example.com', 'http://localhost:*', 'com.example.app:', 'two://'];

  it.each([
    'https://shop.example.com/a',
    'https://shop.example.com:443/a',
    'http://localhost/a',
    'http://localhost:5173/a',
    'com.example.app:/a',
    'com.example.app://a/b',
    'two://a',
  ])('has the origin of %s', (text) => expect(isListed(new URL(text), listed)).toBe(true));

  it.each([
    'https://shop.example.com:8443/a',
    'https://evil.example/https://shop.example.com',
    'https://shop.example.com.evil.example/',
    'http://shop.example.com/a',
    'https://localhost:5173/a',
    'http://localhost.evil.example/a',
    'com.example.application:/a',
    'javascript:alert(1)',
  ])('has not the origin of %s', (text) => expect(isListed(new URL(text), listed)).toBe(false));

  it('allows nothing when it is empty', () => {
    expect(isListed(new URL('https://shop.example.com/'), [])).toBe(false);
  });
});

describe('a parameter', () => {
  it.each([
    ['https://a.example/back', 'https://a.example/back?orderId=1'],
    ['https://a.example/back?', 'https://a.example/back?orderId=1'],
    ['https://a.example/?x=a%20b+c&y', 'https://a.example/?x=a%20b+c&y&orderId=1'],
    ['https://a.example/?x=1#/route?z=2', 'https://a.example/?x=1&orderId=1#/route?z=2'],
    // A page that an earlier payment has led back to.
    ['https://a.example/?orderId=0&x=1&order%49d=2', 'https://a.example/?x=1&orderId=1'],
    ['com.example.app:/back#x', 'com.example.app:/back?orderId=1#x'],
    ['myapp://back?x=1', 'myapp://back?x=1&orderId=1'],
  ])('is added to %s', (before, after) => {
    expect(withParameter(before, 'orderId', '1')).toBe(after);
  });

  it('is encoded', () => {
    const url = withParameter('https://a.example/', 'a b', 'x&y=z#"');
    expect([...new URL(url).searchParams]).toEqual([['a b', 'x&y=z#"']]);
  });
});

it('is named in a policy by its origin, or by the scheme of an app', () => {
  expect(policySource(new URL('https://a.example:8443/b?c'))).toBe('https://a.example:8443');
  expect(policySource(new URL('com.example.app:/b'))).toBe('com.example.app:');
});
