import type { Registry } from 'prom-client';
import { measureValue } from '../../platform/telemetry/at-scrape';
import { counterIn, gaugeIn, startAtZero } from '../../platform/telemetry/instruments';

const signInOutcomes = [
  'signed_in',
  'second_factor_required',
  'wrong_code',
  'wrong_password',
  'unknown_email',
  'locked',
  'rate_limited',
] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

const refreshOutcomes = ['renewed', 'repeated', 'reuse', 'over'] as const;
export type RefreshOutcome = (typeof refreshOutcomes)[number];

export type VerificationOutcome = 'verified' | 'expired' | 'taken';

export type DisowningOutcome = 'disowned' | 'expired' | 'taken';

export interface UsersMetrics {
  signIn(outcome: SignInOutcome): void;
  refresh(outcome: RefreshOutcome): void;
  registered(): void;
  passwordReset(): void;
  emailVerification(outcome: VerificationOutcome): void;
  disowning(outcome: DisowningOutcome): void;
  /** The number of the newest link of the audit log. */
  auditHead(seq: bigint): void;
  /** Whether a published head is missing in the audit log. */
  auditHeadLost(isLost: boolean): void;
}

function auditMetrics(registry: Registry): Pick<UsersMetrics, 'auditHead' | 'auditHeadLost'> {
  const head = gaugeIn(registry, {
    name: 'users_audit_head',
    help: 'Number of the newest entry of the audit log; it never falls.',
  });
  const lost = gaugeIn(registry, {
    name: 'users_audit_head_lost',
    help: '1 if the newest published head of the audit log is missing from it.',
  });
  return {
    auditHead: (seq) => head.set(Number(seq)),
    auditHeadLost: (isLost) => lost.set(isLost ? 1 : 0),
  };
}

/** The metrics of users, in the registry of its process. */
export function usersMetrics(registry: Registry, passwordsWaiting: () => number): UsersMetrics {
  const signIns = counterIn(registry, {
    name: 'users_sign_ins_total',
    help: 'Sign-ins by outcome.',
    labelNames: ['outcome'],
  });
  startAtZero(signIns, 'outcome', signInOutcomes);
  const refreshes = counterIn(registry, {
    name: 'users_session_refreshes_total',
    help: 'Session refreshes by outcome; reuse means that a token was copied.',
    labelNames: ['outcome'],
  });
  startAtZero(refreshes, 'outcome', refreshOutcomes);
  const registrations = counterIn(registry, {
    name: 'users_registrations_total',
    help: 'Accounts created by registration.',
  });
  const passwordResets = counterIn(registry, {
    name: 'users_password_resets_total',
    help: 'Passwords that were set with a mailed token.',
  });
  const verifications = counterIn(registry, {
    name: 'users_email_verifications_total',
    help: 'Mailed tokens to verify an e-mail address, by outcome; taken means that another account has it.',
    labelNames: ['outcome'],
  });
  const disownings = counterIn(registry, {
    name: 'users_disowned_changes_total',
    help: 'Links "this was not me" of mails, by outcome; taken means that another account has the address.',
    labelNames: ['outcome'],
  });
  measureValue(registry, {
    name: 'users_passwords_waiting',
    help: 'Requests waiting for a password hash.',
    read: passwordsWaiting,
  });
  gaugeIn(registry, {
    name: 'turn_queue_waiting',
    help: 'Tasks waiting in an admission queue, by queue.',
    labelNames: ['queue'],
    collect() {
      this.set({ queue: 'passwords' }, passwordsWaiting());
    },
  });
  return {
    signIn: (outcome) => signIns.inc({ outcome }),
    refresh: (outcome) => refreshes.inc({ outcome }),
    registered: () => registrations.inc(),
    passwordReset: () => passwordResets.inc(),
    emailVerification: (outcome) => verifications.inc({ outcome }),
    disowning: (outcome) => disownings.inc({ outcome }),
    ...auditMetrics(registry),
  };
}
