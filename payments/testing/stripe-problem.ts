/** An error in the format of Stripe's API. https://docs.stripe.com/api/errors */
export class StripeProblem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly code: string | undefined,
    message: string,
    readonly more: object = {},
  ) {
    super(message);
  }
}

export function invalid(code: string, message: string): StripeProblem {
  return new StripeProblem(400, 'invalid_request_error', code, message);
}
