/** An error response. `code` is stable, `message` is for people. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Reasons for a permanent refusal, with their messages. */
export const refusals = {
  authorization_unknown: 'There is no authorization with this key.',
  authorization_declined: 'The authorization was declined.',
  authorization_not_settled: 'The authorization is not decided yet.',
  authorization_voided: 'The authorization was voided.',
  already_captured: 'All of the authorization has been captured: nothing is left to void.',
  capture_exceeds_authorization: 'The capture is larger than what is left of the authorization.',
  refund_exceeds_capture: 'The refund is larger than what is captured and not refunded.',
  currency_differs: 'The currency is not that of the authorization.',
} as const;

export type RefusalCode = keyof typeof refusals;

/** 409: the same request is always refused. */
export function refused(code: RefusalCode): Problem {
  return new Problem(409, code, refusals[code]);
}

/** 422: the key was used for another request. */
export function keyReused(): Problem {
  return new Problem(422, 'idempotency_key_reused', 'This key was used for another request.');
}

/** 500, as requested by the token. */
export function failsOnPurpose(): Problem {
  return new Problem(500, 'processing_error', 'This token makes the sandbox fail.');
}

/** 503: nothing was done, and the same request may succeed later. */
export function unavailable(code: string, message: string): Problem {
  return new Problem(503, code, message);
}
