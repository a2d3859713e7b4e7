import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PaymentProvider, PaymentRefusedError, PaymentUnavailableError } from '../provider';
import { deadline, sandboxForFile } from '../testing/running-sandbox';

/** Random requests with few keys, in any order and with crashes, compared with a simple model. */

type Command =
  | { verb: 'authorize'; payment: number; token: string; amount: number }
  | { verb: 'capture' | 'refund'; payment: number; number: number; amount: number }
  | { verb: 'void'; payment: number; number: number }
  | { verb: 'restart' };

interface Model {
  token: string;
  authorised: number;
  captured: number;
  refunded: number;
  state: 'authorized' | 'declined' | 'voided';
}

const payment = fc.integer({ min: 0, max: 2 });
const number = fc.integer({ min: 0, max: 3 });
const amount = fc.integer({ min: 0, max: 12 });
const token = fc.constantFrom('tok_ok', 'tok_ok', 'tok_flaky', 'tok_capture_fails', 'tok_declined');
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ verb: fc.constant('authorize'), payment, token, amount }) },
  { weight: 6, arbitrary: fc.record({ verb: fc.constant('capture'), payment, number, amount }) },
  { weight: 6, arbitrary: fc.record({ verb: fc.constant('refund'), payment, number, amount }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('void'), payment, number }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('restart') }) },
);

/** The expected result: `done`, `fails`, an outcome, or a refusal code. */
class Expected {
  private readonly payments = new Map<number, Model>();
  private readonly tombstones = new Set<number>();
  private readonly answers = new Map<string, { request: string; answer: string }>();
  private readonly failures = new Map<string, { asked: string; count: number }>();
  readonly lines: string[] = [];

  /** @param key the idempotency key of the request. */
  answer(command: Exclude<Command, { verb: 'restart' }>, key: string): string {
    const request = JSON.stringify(command);
    const failed = this.failures.get(key);
    if (failed && failed.asked !== request && !this.tombstones.has(command.payment)) {
      return 'idempotency_key_reused';
    }
    const known = this.answers.get(key);
    if (known && known.request !== request) return 'idempotency_key_reused';
    const model = this.payments.get(command.payment);
    if (command.verb === 'authorize') return this.authorize(command, key, request, model);
    if (known) return known.answer;
    const answer =
      command.verb === 'void'
        ? this.void(command.payment, key, model)
        : this.move(command.verb, command.amount, key, request, model);
    if (answer !== 'fails') this.answers.set(key, { request, answer });
    return answer;
  }

  private authorize(
    command: Extract<Command, { verb: 'authorize' }>,
    key: string,
    request: string,
    model: Model | undefined,
  ): string {
    if (model) return model.state;
    if (this.tombstones.has(command.payment)) {
      const failed = this.failures.get(key);
      return failed && failed.asked !== request ? 'idempotency_key_reused' : 'voided';
    }
    if (this.failsFirst(key, request, command.token === 'tok_flaky' ? 2 : 0)) return 'fails';
    const state = command.token === 'tok_declined' ? 'declined' : 'authorized';
    const { token, amount: authorised } = command;
    this.payments.set(command.payment, { token, authorised, captured: 0, refunded: 0, state });
    this.answers.set(key, { request, answer: state });
    if (state === 'authorized') this.lines.push(`${key} authorization ${authorised}`);
    return state;
  }

  private move(
    verb: 'capture' | 'refund',
    amount: number,
    key: string,
    asked: string,
    model: Model | undefined,
  ): string {
    if (!model) return 'authorization_unknown';
    if (verb === 'refund') {
      if (amount > model.captured - model.refunded) return 'refund_exceeds_capture';
      model.refunded += amount;
    } else {
      if (model.state !== 'authorized') return `authorization_${model.state}`;
      if (amount > model.authorised - model.captured) return 'capture_exceeds_authorization';
      const failures = model.token === 'tok_capture_fails' ? 1 : 0;
      if (this.failsFirst(key, asked, failures)) return 'fails';
      model.captured += amount;
    }
    this.lines.push(`${key} ${verb} ${amount}`);
    return 'done';
  }

  private void(payment: number, key: string, model: Model | undefined): string {
    if (!model) this.tombstones.add(payment);
    if (model?.state !== 'authorized') return 'done';
    const held = model.authorised - model.captured;
    if (held === 0 && model.captured > 0) return 'already_captured';
    model.state = 'voided';
    this.lines.push(`${key} void ${held}`);
    return 'done';
  }

  private failsFirst(key: string, asked: string, failures: number): boolean {
    const count = this.failures.get(key)?.count ?? 0;
    if (count >= failures) {
      this.failures.delete(key);
      return false;
    }
    this.failures.set(key, { asked, count: count + 1 });
    return true;
  }
}

function keyOf(run: number, command: Exclude<Command, { verb: 'restart' }>): string {
  const step = command.verb === 'authorize' ? '' : `-${command.number}`;
  return `run-${run}-${command.payment}-${command.verb}${step}`;
}

async function ask(
  provider: PaymentProvider,
  run: number,
  command: Exclude<Command, { verb: 'restart' }>,
): Promise<string> {
  const idempotencyKey = keyOf(run, command);
  const authorizationKey = `run-${run}-${command.payment}-authorize`;
  const money = {
    amountMinor: BigInt('amount' in command ? command.amount : 0),
    currency: 'EUR',
  };
  try {
    switch (command.verb) {
      case 'authorize': {
        const request = { idempotencyKey, ...money, token: command.token };
        return (await provider.authorize(request, deadline())).outcome;
      }
      case 'void':
        await provider.void({ idempotencyKey, authorizationKey }, deadline());
        return 'done';
      default:
        await provider[command.verb]({ idempotencyKey, authorizationKey, ...money }, deadline());
        return 'done';
    }
  } catch (error) {
    if (error instanceof PaymentRefusedError) return error.code;
    if (error instanceof PaymentUnavailableError) return 'fails';
    throw error;
  }
}

const running = sandboxForFile();

test('no sequence of requests and restarts creates money', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (commands) => {
      run += 1;
      const expected = new Expected();
      for (const each of commands) {
        if (each.verb === 'restart') {
          await running.restart();
          continue;
        }
        const answer = await ask(running.provider, run, each);
        expect([each, answer]).toEqual([each, expected.answer(each, keyOf(run, each))]);
      }
      const lines = await running.ledger();
      const mine = lines.filter((line) => line.idempotencyKey.startsWith(`run-${run}-`));
      const cents = (amount: string) => Math.round(Number(amount) * 100);
      expect(
        mine.map((line) => `${line.idempotencyKey} ${line.kind} ${cents(line.amount)}`),
      ).toEqual(expected.lines);
      for (const sums of sumsByPayment(mine, cents)) {
        expect(sums.capture + sums.void).toBeLessThanOrEqual(sums.authorization);
        expect(sums.refund).toBeLessThanOrEqual(sums.capture);
      }
    }),
    { numRuns: 80, interruptAfterTimeLimit: 12_000 },
  );
});

function sumsByPayment(
  lines: { idempotencyKey: string; kind: string; amount: string }[],
  cents: (amount: string) => number,
) {
  return [0, 1, 2].map((payment) => {
    const sums = { authorization: 0, capture: 0, void: 0, refund: 0 };
    for (const line of lines) {
      if (line.idempotencyKey.split('-')[2] !== String(payment)) continue;
      sums[line.kind as keyof typeof sums] += cents(line.amount);
    }
    return sums;
  });
}
