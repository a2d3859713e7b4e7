/** What a payment token makes the sandbox do. */
export interface TokenRule {
  /** The first answer. `pending` and `action_required` are settled later. */
  outcome: 'authorized' | 'declined' | 'pending' | 'action_required';
  declineCode: string | null;
  /** The decision takes this long. */
  waitMs: number;
  /** So many authorize requests of one key fail with 500 before one works. */
  failuresFirst: number;
  /** The request that authorises loses its connection instead of its answer. */
  losesAnswer: boolean;
  /** A pending authorization becomes authorised after this long. */
  settlesAfterMs: number | null;
  fraudSignal: boolean;
  /** So many capture requests of one key fail with 500 before one works. */
  captureFailuresFirst: number;
}

const authorizes: TokenRule = {
  outcome: 'authorized',
  declineCode: null,
  waitMs: 0,
  failuresFirst: 0,
  losesAnswer: false,
  settlesAfterMs: null,
  fraudSignal: false,
  captureFailuresFirst: 0,
};

function declines(declineCode: string): TokenRule {
  return { ...authorizes, outcome: 'declined', declineCode };
}

/** Every token the sandbox knows. */
export const tokenTable = {
  tok_ok: authorizes,
  tok_declined: declines('card_declined'),
  tok_insufficient_funds: declines('insufficient_funds'),
  tok_slow: { ...authorizes, waitMs: 2_000 },
  tok_async: { ...authorizes, outcome: 'pending', settlesAfterMs: 1_000 },
  tok_action: { ...authorizes, outcome: 'action_required' },
  tok_flaky: { ...authorizes, failuresFirst: 2 },
  tok_lost_answer: { ...authorizes, losesAnswer: true },
  tok_review: { ...authorizes, fraudSignal: true },
  tok_capture_fails: { ...authorizes, captureFailuresFirst: 1 },
} as const satisfies Record<string, TokenRule>;

const unknownToken = declines('invalid_token');
const rules = new Map<string, TokenRule>(Object.entries(tokenTable));

/** The rule of a token; one that is not in the table is declined. */
export function ruleOf(token: string): TokenRule {
  return rules.get(token) ?? unknownToken;
}

/** The card behind every token that authorises. */
export const sandboxCard = { brand: 'visa', last4: '4242' } as const;
