import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../platform/values/html';
import { languages } from './letter';
import { mailStyle } from './style';
import { type MailData, type MailKind, renderMail, templates } from './templates';

const kinds = Object.keys(templates) as MailKind[];
const every = kinds.flatMap((kind) => languages.map((language) => ({ kind, language })));

/** Characters that mean something in HTML, in a place where any of them could end the markup. */
const hostile = `<script>alert("1")</script> & ' {{name}}`;

const isUrl = (text: string): boolean => text.startsWith('https://');

/** The same data with every text changed. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]);
  return Object.fromEntries(entries);
}

function textsIn(value: unknown): string[] {
  const found: string[] = [];
  mapTexts(value, (text) => {
    found.push(text);
    return text;
  });
  return found;
}

const sampleOf = (kind: MailKind) => templates[kind].sample as MailData<MailKind>;

describe.each(every)('the mail $kind in $language', ({ kind, language }) => {
  const mail = renderMail(kind, language, sampleOf(kind));

  it('has a subject, a text and a page, and nothing is left to be filled in', () => {
    expect(mail.subject).toMatch(/^\S.{4,76}$/);
    for (const part of [mail.subject, mail.text, mail.html.replace(mailStyle, '')]) {
      expect(part).not.toMatch(/undefined|null|NaN|\[object|\{\{|\$\{/);
    }
    expect(mail.html).toContain(`<html lang="${language.toLowerCase()}">`);
  });

  it('says all of its data, in the text and in the page', () => {
    for (const text of textsIn(sampleOf(kind))) {
      expect(`${mail.subject}\n${mail.text}`).toContain(text);
      expect(mail.html).toContain(escapeHtml(text));
    }
  });

  it('escapes its data in the page, and only there', () => {
    const change = (text: string) => (isUrl(text) ? `${text}&a="><b>` : `${text} ${hostile}`);
    const changed = mapTexts(sampleOf(kind), change) as MailData<MailKind>;
    const { html, text, subject } = renderMail(kind, language, changed);
    expect(html).not.toMatch(/<script|<b>|alert\("1"/);
    for (const given of textsIn(changed)) {
      expect(html).toContain(escapeHtml(given));
      expect(`${subject}\n${text}`).toContain(given);
    }
  });
});

describe('the languages', () => {
  it.each(kinds)('differ for %s', (kind) => {
    const texts = languages.map((language) => renderMail(kind, language, sampleOf(kind)).text);
    expect(new Set(texts).size).toBe(languages.length);
  });
});

describe('a mail about a change that can no longer be disowned', () => {
  const withLink = every.filter(({ kind }) => 'disown' in sampleOf(kind));

  it.each(withLink)('$kind in $language has no such link', ({ kind, language }) => {
    const { text } = renderMail(kind, language, { ...sampleOf(kind), disown: null } as never);
    expect(text).not.toMatch(/not-me|undefined|null/);
    expect(renderMail(kind, language, sampleOf(kind)).text).toContain('/account/not-me?token=');
  });
});
