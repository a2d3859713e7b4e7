import { assertNever } from '../../platform/values/assert-never';
import type { AuthorizeOutcome } from '../provider';
import type { Authorization } from './ledger';
import { fingerprintOf, ruleOf, sandboxCard } from './tokens';

/** The current outcome of an authorization, as clients see it. */
export function outcomeOf(
  authorization: Authorization,
  redirectUrlOf: (pageId: string) => string,
): AuthorizeOutcome {
  const { status, reference } = authorization;
  switch (status) {
    case 'authorized':
      return authorizedOutcome(authorization);
    case 'declined':
      return { outcome: 'declined', declineCode: authorization.declineCode ?? 'card_declined' };
    case 'pending':
      return { outcome: 'pending', reference };
    case 'action_required':
      return {
        outcome: 'action_required',
        reference,
        redirectUrl: redirectUrlOf(authorization.pageId ?? ''),
        clientSecret: null,
        expiresAt: new Date(authorization.settlesAt ?? 0),
      };
    case 'voided':
      return { outcome: 'voided' };
    default:
      return assertNever(status);
  }
}

export function authorizedOutcome(authorization: Authorization): AuthorizeOutcome {
  return {
    outcome: 'authorized',
    reference: authorization.reference,
    ...sandboxCard,
    fingerprint: fingerprintOf(authorization.token),
    fraudSignal: ruleOf(authorization.token).fraudSignal,
  };
}
