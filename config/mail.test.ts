import { expect, test } from 'vitest';
import { mailSchema, mailServerOf } from './mail';

const from = 'Shop <shop@example.com>';

const pathsOf = (mail: object): string[] => {
  const { error } = mailSchema.safeParse(mail);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
};

test('nobody is mailed unless a server is named, and then it needs a sender', () => {
  expect(mailServerOf(mailSchema.parse({}))).toBeNull();
  const url = 'smtps://shop:secret@mail.example.com';
  expect(pathsOf({ url })).toEqual(['from']);
  expect(mailServerOf(mailSchema.parse({ url, from }))).toMatchObject({
    ...{ url, from, tls: 'required', deadlineMs: 20_000 },
  });
});

test('an address of a server has no path and no query', () => {
  for (const url of [
    'mail.example.com',
    'http://mail.example.com',
    'smtp://mail.example.com/inbox',
    'smtp://mail.example.com/?tls.rejectUnauthorized=false',
  ]) {
    expect(pathsOf({ url, from }), url).toContain('url');
  }
});

test('a sender is an address, with a name or without', () => {
  for (const good of ['shop@example.com', from]) expect(pathsOf({ from: good }), good).toEqual([]);
  for (const bad of ['Shop', '<shop@example.com>', 'a@b.c\nBcc: d@e.f', 'a@b.c, d@e.f']) {
    expect(pathsOf({ from: bad }), bad).toEqual(['from']);
  }
});

test('in the clear neither a password is sent nor TLS promised', () => {
  const tls = 'off';
  expect(pathsOf({ from, tls, url: 'smtp://127.0.0.1:25' })).toEqual([]);
  expect(pathsOf({ from, tls, url: 'smtp://shop:secret@127.0.0.1' })).toEqual(['tls']);
  expect(pathsOf({ from, tls, url: 'smtps://127.0.0.1' })).toEqual(['tls']);
});
