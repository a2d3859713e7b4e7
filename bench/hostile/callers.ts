import type { Random } from '../../platform/testing/random';
import type { Account, Accounts } from './accounts';
import type { Attack, Draw } from './attacks/attack';
import type { Caller } from './http';
import type { Knowledge } from './operations/known';

/** Network addresses of the attackers; each has its own limits. */
const addressesCount = 8;
const addresses = Array.from({ length: addressesCount }, (_, place) => `192.0.2.${place + 1}`);

export interface Call {
  readonly draw: Draw;
  readonly caller: Caller;
}

/** Rotates through the accounts and addresses of the attackers. */
export class Callers {
  private turn = 0;

  constructor(
    private readonly cast: Accounts,
    private readonly knowledge: Knowledge,
    private readonly random: Random,
  ) {}

  next({ askers }: Pick<Attack, 'askers'>): Call {
    this.turn += 1;
    const asker = this.random.pick(askers);
    const accounts = this.cast.attackers.filter(({ role }) => role === asker);
    const account: Account | null = accounts[this.turn % accounts.length] ?? null;
    const caller = {
      address: addresses[this.turn % addressesCount] ?? '',
      token: account?.token ?? null,
    };
    return { draw: { random: this.random, known: this.knowledge.of(account), account }, caller };
  }
}
