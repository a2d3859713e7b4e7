import { describe, expect, test } from 'vitest';
import { eventProblems, portProblems, urlProblems } from './webhook-input';

const url = (message: string) => [{ path: ['url'], message }];

describe('the URL of an endpoint', () => {
  test.each([
    ['https://example.com/hook', true, []],
    ['http://example.com/hook', false, []],
    ['http://example.com/hook', true, url('Takes https only.')],
    ['ftp://example.com', true, url('Takes https only.')],
    ['ftp://example.com', false, url('Takes http and https only.')],
    ['/hook', false, url('Takes an absolute URL.')],
    ['', false, url('Must not be empty.')],
    ['https://ada:pw@example.com', false, url('Takes no user name and no password.')],
    [`https://a/${'x'.repeat(2_039)}`, false, url('Takes at most 2048 characters.')],
  ])('%s, https only: %s', (text, isHttpsOnly, problems) => {
    expect(urlProblems(text, isHttpsOnly)).toEqual(problems);
  });

  test('is as long as it may be', () => {
    expect(urlProblems(`https://a/${'x'.repeat(2_038)}`, true)).toEqual([]);
  });

  test.each(['https://a', 'http://a', 'http://a:443', 'https://a:80', 'https://a:1024'])(
    '%s has a port of the web',
    (text) => {
      expect(portProblems(new URL(text))).toEqual([]);
    },
  );

  test.each(['https://a:25', 'http://a:1023'])('%s has another port', (text) => {
    expect(portProblems(new URL(text))).toEqual(url('Takes port 80, 443, or one from 1024.'));
  });
});

describe('the events of an endpoint', () => {
  test('are one or more that exist', () => {
    expect(eventProblems(['order.placed', 'webhook.test'])).toEqual([]);
    expect(eventProblems(['order.placed', 'order.eaten'])).toEqual([
      { path: ['events', '1'], message: 'There is no event of this name.' },
    ]);
    const none = { path: ['events'], message: 'Name at least one event.' };
    expect(eventProblems([])).toEqual([none]);
  });

  test('are at most nine', () => {
    const [nine, ten] = [9, 10].map((count) => Array<string>(count).fill('order.placed'));
    expect(eventProblems(nine ?? [])).toEqual([]);
    expect(eventProblems(ten ?? [])).toEqual([
      { path: ['events'], message: 'There are 9 events.' },
    ]);
  });
});
