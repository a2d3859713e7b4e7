import { describe, expect, it } from 'vitest';
import { openForFile } from '../testing/open-for-file';
import { createTestRedis, redisAvailable } from '../testing/redis';
import {
  type Mailbox,
  memoryMailbox,
  redisMailbox,
  shownMailCharactersMax,
  shownMailsMax,
} from './mailbox';

const mail = (n: number) => ({
  to: `a${n}@example.com`,
  subject: `Mail ${n}`,
  text: 'Hello',
  html: '<p>Hello</p>',
  id: `mail.${n}`,
});

function itShows(open: () => Mailbox): void {
  it('shows the latest mails, newest first, up to the limit', async () => {
    const mailbox = open();
    for (let n = 0; n < shownMailsMax + 5; n += 1) await mailbox.add(mail(n));
    const shown = await mailbox.latest();
    expect(shown).toHaveLength(shownMailsMax);
    expect(shown[0]).toMatchObject({ subject: `Mail ${shownMailsMax + 4}`, html: '<p>Hello</p>' });
    expect(shown[0]?.at).toBeInstanceOf(Date);
    expect(new Set(shown.map(({ key }) => key)).size).toBe(shownMailsMax);
  });

  it('leaves out the content of a mail that is too long', async () => {
    const mailbox = open();
    await mailbox.add({ ...mail(1), text: 'x'.repeat(shownMailCharactersMax) });
    const [shown] = await mailbox.latest();
    expect(shown).toMatchObject({ subject: 'Mail 1', html: null });
    expect(shown?.text.length).toBeLessThan(100);
  });

  it('drops the mails to an address', async () => {
    const mailbox = open();
    for (const n of [901, 902, 903, 902]) await mailbox.add(mail(n));
    await mailbox.forget(['a902@example.com', 'a903@example.com']);
    const [shown] = await mailbox.latest();
    expect(shown?.to).toBe('a901@example.com');
    expect(JSON.stringify(await mailbox.latest())).not.toMatch(/a90[23]@/);
  });
}

describe('a mailbox in memory', () => itShows(memoryMailbox));

describe.skipIf(!redisAvailable)('a mailbox in Redis', () => {
  const server = openForFile(createTestRedis);

  itShows(() => redisMailbox(server.redis));

  it('is shared by processes', async () => {
    await redisMailbox(server.redis).add(mail(7));
    expect((await redisMailbox(server.redis).latest())[0]?.subject).toBe('Mail 7');
  });
});
