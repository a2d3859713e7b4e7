import { expect, test } from 'vitest';
import { mailLinksOf, mailSchema, mailServerOf, openMailbox } from './mail';

const from = 'Shop <shop@example.com>';

const pathsOf = (mail: object): string[] => {
  const { error } = mailSchema.safeParse(mail);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
};

test('no mail is sent without a server, and a server requires a sender', () => {
  expect(mailServerOf(mailSchema.parse({}))).toBeNull();
  const url = 'smtps://shop:secret@mail.example.com';
  expect(pathsOf({ url })).toEqual(['from']);
  expect(mailServerOf(mailSchema.parse({ url, from }))).toMatchObject({
    url,
    from,
    tls: 'required',
    deadlineMs: 20_000,
  });
  const unreadable = mailSchema.parse({ url, from, authorityFile: '/nowhere/ca.pem' });
  expect(() => mailServerOf(unreadable)).toThrow(
    'The certificate file /nowhere/ca.pem cannot be read (ENOENT).',
  );
});

test('the URL of a server has no path and no query', () => {
  for (const url of [
    'mail.example.com',
    'http://mail.example.com',
    'smtp://mail.example.com/inbox',
    'smtp://mail.example.com/?tls.rejectUnauthorized=false',
  ]) {
    expect(pathsOf({ url, from }), url).toContain('url');
  }
});

test('a sender is an e-mail address, with or without a name', () => {
  for (const good of ['shop@example.com', from]) expect(pathsOf({ from: good }), good).toEqual([]);
  for (const bad of ['Shop', '<shop@example.com>', 'a@b.c\nBcc: d@e.f', 'a@b.c, d@e.f']) {
    expect(pathsOf({ from: bad }), bad).toEqual(['from']);
  }
});

test('without TLS, a password and smtps:// are rejected', () => {
  const tls = 'off';
  expect(pathsOf({ from, tls, url: 'smtp://127.0.0.1:25' })).toEqual([]);
  expect(pathsOf({ from, tls, url: 'smtp://shop:secret@127.0.0.1' })).toEqual(['tls']);
  expect(pathsOf({ from, tls, url: 'smtps://127.0.0.1' })).toEqual(['tls']);
});

test('mails are shown in development only', () => {
  expect(openMailbox({ environment: 'development' }, null)).not.toBeNull();
  for (const environment of ['test', 'production']) {
    expect(openMailbox({ environment }, null)).toBeNull();
  }
});

test('links in mails lead to configured pages, or below the configured origin', () => {
  const { links } = mailSchema.parse({});
  const tls = { certificateFile: null };
  const server = { publicUrl: 'https://shop.example.com/api', port: 4000, shop: false, tls };
  expect(mailLinksOf({ links }, server)).toEqual({
    resetPassword: 'https://shop.example.com/account/reset-password',
    verifyEmail: 'https://shop.example.com/account/verify-email',
    disown: 'https://shop.example.com/account/not-me',
    order: null,
  });
  const resetPassword = 'https://www.example.com/account?page=reset';
  const given = mailSchema.parse({ links: { resetPassword } });
  expect(mailLinksOf(given, { publicUrl: null, port: 4100, shop: true, tls })).toEqual({
    resetPassword,
    verifyEmail: 'http://localhost:4100/account/verify-email',
    disown: 'http://localhost:4100/account/not-me',
    order: 'http://localhost:4100/shop/order',
  });
  const encrypted = { certificateFile: 'shop.pem' };
  const behindTls = { publicUrl: null, port: 4100, shop: false, tls: encrypted };
  expect(mailLinksOf({ links }, behindTls).verifyEmail).toMatch('https://localhost:4100/');
  expect(pathsOf({ links: { disown: 'javascript:alert(1)' } })).toEqual(['links.disown']);
});
