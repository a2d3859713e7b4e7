import { Counter, Gauge, type Registry } from 'prom-client';

export type SignInOutcome =
  | 'signed_in'
  | 'wrong_password'
  | 'unknown_email'
  | 'locked'
  | 'rate_limited';
export type RefreshOutcome = 'renewed' | 'reuse' | 'over';

export interface UsersMetrics {
  signIn(outcome: SignInOutcome): void;
  refresh(outcome: RefreshOutcome): void;
  registered(): void;
}

/** What users counts, in the registry of its process. */
export function usersMetrics(registry: Registry, passwordsWaiting: () => number): UsersMetrics {
  const registers = [registry];
  const signIns = new Counter({
    name: 'users_sign_ins_total',
    help: 'Sign-ins by how they ended.',
    labelNames: ['outcome'],
    registers,
  });
  const refreshes = new Counter({
    name: 'users_session_refreshes_total',
    help: 'Refreshes by how they ended; reuse means that somebody had a copy of a token.',
    labelNames: ['outcome'],
    registers,
  });
  const registrations = new Counter({
    name: 'users_registrations_total',
    help: 'Accounts that were created by their owner.',
    registers,
  });
  new Gauge({
    name: 'users_passwords_waiting',
    help: 'Requests that wait for a password to be hashed.',
    registers,
    collect() {
      this.set(passwordsWaiting());
    },
  });
  new Gauge({
    name: 'turn_queue_waiting',
    help: 'Tasks that wait for their turn, by queue.',
    labelNames: ['queue'],
    registers,
    collect() {
      this.set({ queue: 'passwords' }, passwordsWaiting());
    },
  });
  return {
    signIn: (outcome) => signIns.inc({ outcome }),
    refresh: (outcome) => refreshes.inc({ outcome }),
    registered: () => registrations.inc(),
  };
}
