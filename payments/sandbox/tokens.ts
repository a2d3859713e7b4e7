/** The behaviour of the sandbox for a payment token. */
export interface TokenRule {
  /** The first outcome. `pending` and `action_required` are decided later. */
  outcome: 'authorized' | 'declined' | 'pending' | 'action_required';
  declineCode: string | null;
  /** Duration of the decision. */
  waitMs: number;
  /** Number of authorize requests with a key that fail with 500 first. */
  failuresFirst: number;
  /** Whether the authorising request loses its connection before the response. */
  losesAnswer: boolean;
  /** Time until a pending authorization is authorised. */
  settlesAfterMs: number | null;
  fraudSignal: boolean;
  /** Number of capture requests with a key that fail with 500 first. */
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

/** Every token of the sandbox. */
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

const cardSeparator = ':';

/** The rule of a token, without its card; an unknown token is declined. */
export function ruleOf(token: string): TokenRule {
  const [name = ''] = token.split(cardSeparator, 1);
  return rules.get(name) ?? unknownToken;
}

/** The card that a token names, `tok_ok:anna` for example; null for a token without one. */
export function fingerprintOf(token: string): string | null {
  const start = token.indexOf(cardSeparator);
  return start === -1 ? null : `card_${token.slice(start + 1)}`;
}

/** The card of every token that authorises. */
export const sandboxCard = { brand: 'visa', last4: '4242' } as const;
