import { expect, it } from 'vitest';
import { accountMail } from './account-mail';

const links = {
  resetPassword: 'https://shop.example.com/reset?lang=en',
  verifyEmail: 'https://shop.example.com/verify',
  disown: 'https://shop.example.com/not-me',
};
const tokens = { token: 'a-token', disownToken: 'another' };
const facts = {
  to: 'ada@example.com',
  at: new Date('2026-11-26T10:54:03.000Z'),
  accountCreatedAt: new Date('2026-01-02T03:04:05.000Z'),
};
const disownUntil = new Date('2026-12-03T10:54:03.000Z');

it.each([
  ['verify_email', 'DE', '2026-01-02 03:04 UTC'],
  ['password_was_reset', 'EN', '2026-11-26 10:54 UTC'],
  ['second_factor_was_reset', 'EN', '2026-11-26 10:54 UTC'],
  ['email_change_requested', 'DE', 'andere E-Mail-Adresse'],
  ['api_key_was_created', 'EN', 'API key'],
  ['api_key_was_rotated', 'DE', 'API-Schlüssel'],
  ['email_was_changed', 'EN', 'no longer signs in'],
  ['password_was_changed', 'DE', 'bisherige Passwort'],
  ['second_factor_was_removed', 'EN', 'switched off'],
  ['second_factor_was_set_up', 'DE', 'zweiter Faktor eingerichtet'],
] as const)('writes %s in %s, with a link that disowns it', (kind, language, words) => {
  const { text } = accountMail({ ...facts, kind, language, disownUntil }, tokens, links);
  expect(text).toContain(words);
  expect(text).toContain('https://shop.example.com/not-me?token=another');
  expect(text).toContain('2026-12-03 10:54 UTC');
});

it.each([
  ['reset_password', '30 minutes'],
  ['verify_email', '24 hours'],
] as const)('says in %s how long its link works', (kind, lifetime) => {
  const mail = { ...facts, kind, language: 'EN', disownUntil: null } as const;
  const { text } = accountMail(mail, tokens, links);
  expect(text).toContain(lifetime);
  expect(text).toMatch(/^https:\/\/shop\.example\.com\/\w+\?(lang=en&)?token=a-token$/m);
  expect(text).not.toContain('not-me');
});

it('writes a mail without any link', () => {
  const mail = {
    ...facts,
    kind: 'change_was_disowned',
    language: 'EN',
    disownUntil: null,
  } as const;
  const { text } = accountMail(mail, tokens, links);
  expect(text).toContain('2026-11-26 10:54 UTC');
  expect(text).not.toContain('token=');
});
