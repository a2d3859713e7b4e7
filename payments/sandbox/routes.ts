import type { z } from 'zod';
import { minorFromDecimal } from '../../platform/values/money';
import type { Bank } from './bank';
import { Problem } from './problem';
import { authorizeBody, keySchema, moneyBody, voidBody } from './wire';

export interface Answer {
  status: number;
  body: unknown;
  losesAnswer?: boolean;
}

interface SandboxRequest {
  method: string;
  pathname: string;
  idempotencyKey: string | string[] | undefined;
  readBody: () => Promise<string>;
}

type Verb = (bank: Bank, key: string, body: unknown) => Promise<Answer>;

const verbs = new Map<string, Verb>([
  ['/authorizations', authorize],
  ['/captures', movement('capture')],
  ['/voids', voidAuthorization],
  ['/refunds', movement('refund')],
]);
const lookupPrefix = '/authorizations/';

/** Routes and executes a request. Throws Problem. */
export async function answerOf(bank: Bank, request: SandboxRequest): Promise<Answer> {
  const { method, pathname } = request;
  if (pathname.startsWith(lookupPrefix)) {
    if (method !== 'GET') throw methodNotAllowed();
    return lookup(bank, pathname.slice(lookupPrefix.length));
  }
  const verb = verbs.get(pathname);
  if (!verb) throw new Problem(404, 'not_found', 'This path does not exist.');
  if (method !== 'POST') throw methodNotAllowed();
  const key = keySchema.safeParse(request.idempotencyKey);
  if (!key.success) {
    throw invalid('idempotency_key_invalid', 'Idempotency-Key: 1 to 255 visible ASCII characters.');
  }
  return verb(bank, key.data, jsonOf(await request.readBody()));
}

async function authorize(bank: Bank, key: string, body: unknown): Promise<Answer> {
  const { token, callbackUrl, returnUrl, ...money } = parsed(authorizeBody, body);
  const request = { key, token, callbackUrl, returnUrl, ...moneyFrom(money) };
  const { outcome, losesAnswer } = await bank.authorize(request);
  return { status: 200, body: outcome, losesAnswer };
}

function movement(kind: 'capture' | 'refund'): Verb {
  return async (bank, key, body) => {
    const { authorizationKey, ...money } = parsed(moneyBody, body);
    const request = { key, authorizationKey, ...moneyFrom(money) };
    return { status: 200, body: await bank[kind](request) };
  };
}

async function voidAuthorization(bank: Bank, key: string, body: unknown): Promise<Answer> {
  const { authorizationKey } = parsed(voidBody, body);
  return { status: 200, body: await bank.void({ key, authorizationKey }) };
}

async function lookup(bank: Bank, encodedKey: string): Promise<Answer> {
  const key = keySchema.safeParse(decoded(encodedKey));
  const outcome = key.success ? await bank.lookup(key.data) : null;
  if (!outcome) {
    throw new Problem(404, 'authorization_unknown', 'There is no authorization with this key.');
  }
  return { status: 200, body: outcome };
}

function moneyFrom(money: { amount: string; currency: string }) {
  const amountMinor = minorFromDecimal(money.amount, money.currency);
  if (amountMinor === null || amountMinor < 0n) {
    throw invalid('amount_invalid', 'The amount is not a valid decimal in this currency.');
  }
  return { amountMinor, currency: money.currency };
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw invalid('body_invalid', faults.join('; '));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('body_invalid', 'The body is not JSON.');
  }
}

/** Empty, which is not a valid key, if the text is not percent-encoded UTF-8. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function invalid(code: string, message: string): Problem {
  return new Problem(400, code, message);
}

function methodNotAllowed(): Problem {
  return new Problem(405, 'method_not_allowed', 'This path does not allow the method.');
}
