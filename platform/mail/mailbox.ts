import type { Redis } from '../redis/redis';
import { outsideRequest } from '../redis/wait-budget';
import { uuidV7 } from '../values/uuid';
import type { Mail } from './mail';

/** A mail as a developer sees it. */
export interface ShownMail {
  /** Different for each attempt to send it. */
  readonly key: string;
  readonly at: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
}

/** The latest mails, for a developer to look at. They contain links that are as good as passwords. */
export interface Mailbox {
  add(mail: Mail): Promise<void>;
  /** Newest first. */
  latest(): Promise<ShownMail[]>;
  /** Drops the mails to these e-mail addresses. */
  forget(addresses: readonly string[]): Promise<void>;
}

/**
 * Mails in the mailbox of development.
 * @exceeded the oldest is dropped
 * @test platform/mail/mailbox.test.ts
 */
export const shownMailsMax = 100;
/**
 * Characters of a shown mail, text and page together.
 * @exceeded shown without its content
 * @test platform/mail/mailbox.test.ts
 */
export const shownMailCharactersMax = 100_000;

const tooLong = '(This mail is too long to be shown here.)';

function shownMail({ to, subject, text, html = '' }: Mail): ShownMail {
  const fits = subject.length + text.length + html.length <= shownMailCharactersMax;
  return {
    key: uuidV7(),
    at: new Date(),
    to,
    subject: subject.slice(0, shownMailCharactersMax),
    text: fits ? text : tooLong,
    html: fits && html !== '' ? html : null,
  };
}

/** A mailbox for a system in one process without Redis. */
export function memoryMailbox(): Mailbox {
  const mails: ShownMail[] = [];
  return {
    async add(mail) {
      mails.unshift(shownMail(mail));
      mails.splice(shownMailsMax);
    },
    latest: async () => [...mails],
    async forget(addresses) {
      const others = mails.filter(({ to }) => !addresses.includes(to));
      mails.splice(0, mails.length, ...others);
    },
  };
}

const listKey = 'mailbox';
const retentionSeconds = 604_800;

/** The processes that send mails and those that show them share it. */
export function redisMailbox(redis: Redis): Mailbox {
  // They are nowhere else, so a request waits for them as long as background work does.
  const storedMails = () => outsideRequest(() => redis.lrange(listKey, 0, shownMailsMax - 1));
  return {
    async add(mail) {
      const replies = await redis
        .multi()
        .lpush(listKey, JSON.stringify(shownMail(mail)))
        .ltrim(listKey, 0, shownMailsMax - 1)
        .expire(listKey, retentionSeconds)
        .exec();
      for (const [error] of replies ?? []) if (error) throw error;
    },
    async latest() {
      const stored = await storedMails();
      return stored.map((text) => {
        const mail = JSON.parse(text) as Omit<ShownMail, 'at'> & { at: string };
        return { ...mail, at: new Date(mail.at) };
      });
    },
    async forget(addresses) {
      const stored = await storedMails();
      const theirs = stored.filter((text) =>
        addresses.includes((JSON.parse(text) as ShownMail).to),
      );
      await Promise.all(theirs.map((text) => redis.lrem(listKey, 0, text)));
    },
  };
}
