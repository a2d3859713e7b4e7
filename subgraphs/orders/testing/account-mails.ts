import type { ServiceCall } from '../../../platform/graphql/service-call';
import { uuidV7 } from '../../../platform/values/uuid';

/** The mails to accounts that users has: a stand-in with the same order and pages. */
export class AccountMails {
  private readonly mails: Record<string, unknown>[] = [];
  readonly retried: string[] = [];

  /** @param at the time in ISO form. @returns its id. */
  add(state: string, at: string): string {
    const id = uuidV7();
    const finishedAt = state === 'failed' || state === 'completed' ? at : null;
    this.mails.push({
      id,
      rowId: id,
      queue: 'send-account-mail',
      state,
      attempts: 1,
      attemptsMax: 301,
      createdAt: at,
      startAfter: at,
      startedAt: at,
      finishedAt,
      output: state === 'failed' ? '{"message":"Refused."}' : '{"mail":"sent"}',
    });
    this.mails.sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
    return id;
  }

  /** Its state from now on. */
  change(id: string, state: string): void {
    const mail = this.mails.find((one) => one.id === id);
    Object.assign(mail ?? {}, {
      state,
      finishedAt: state === 'completed' ? mail?.createdAt : null,
    });
  }

  readonly call: ServiceCall = async <Data>(query: string, variables: Record<string, unknown>) => {
    const { id = null, state = null, first, afterCreatedAt = null, afterId } = variables;
    if (query.includes('retryMail')) {
      this.retried.push(String(id));
      this.change(String(id), 'created');
      return { retryMail: true } as Data;
    }
    const found = this.mails.filter(
      (mail) =>
        (id === null || mail.id === id) &&
        (state === null || mail.state === state) &&
        (afterCreatedAt === null || placeOf(mail) < `${afterCreatedAt} ${afterId}`),
    );
    return { mailJobs: found.slice(0, Number(first)) } as Data;
  };
}

const placeOf = ({ createdAt, id }: Record<string, unknown>): string => `${createdAt} ${id}`;
