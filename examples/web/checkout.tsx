import { PlaceOrder, Quote } from '@orderprocessing/client';
import { type FormEvent, type MouseEvent, useEffect, useState } from 'react';
import { useSignedIn } from './account';
import { AddressFields, countries } from './address';
import {
  type CartLine,
  cartIsOrdered,
  orderOfCart,
  quantityMax,
  setQuantity,
  useCart,
} from './cart';
import { Button, focusHeading, Problem, Title, useLoaded, Waiting } from './parts';
import { go, hrefOf } from './router';
import { keyFor, sentOrderIs, sentOrderIsRefused } from './sent-order';
import { client, costs, currency, failureText, priceText } from './shop';

/** Where a real shop puts the form of its payment provider, which answers a token as well. */
const cards = [
  ['tok_ok', 'Visa ending in 4242'],
  ['tok_action', 'A card whose bank asks for 3-D Secure'],
  ['tok_declined', 'A card that is declined'],
] as const;

const linesOf = (cart: readonly CartLine[]) => cart.map(({ sku, quantity }) => ({ sku, quantity }));

export function Cart() {
  const cart = useCart();
  return (
    <>
      <Title>Cart</Title>
      {cart.length > 0 ? (
        <FilledCart cart={cart} />
      ) : (
        <p>
          Your cart is empty. <a href={hrefOf('/')}>Look at all products</a>
        </p>
      )}
    </>
  );
}

/** The lines, and what they cost where most buyers are; the checkout asks for the country. */
function FilledCart({ cart }: { readonly cart: readonly CartLine[] }) {
  const [[country, name]] = countries;
  const quoted = useQuote(cart, country);
  return (
    <>
      <ul className="rows">
        {cart.map(({ sku, name, quantity }) => (
          <li key={sku}>
            <a href={hrefOf('/product', { sku })}>{name}</a>
            <Quantity sku={sku} name={name} quantity={quantity} />
            <button
              type="button"
              onClick={(event) => {
                moveOn(event);
                setQuantity(sku, name, 0);
              }}
            >
              Remove<span className="unseen"> {name}</span>
            </button>
          </li>
        ))}
      </ul>
      <Totals quoted={quoted} to={name} />
      <p>
        <a className="button primary" href={hrefOf('/checkout')}>
          Go to checkout
        </a>
      </p>
    </>
  );
}

/** Moves the focus from a line that goes to its neighbour, or to the heading of the empty cart. */
function moveOn({ currentTarget }: MouseEvent): void {
  const line = currentTarget.closest('li');
  const link = (line?.nextElementSibling ?? line?.previousElementSibling)?.querySelector('a');
  if (link) link.focus();
  else focusHeading();
}

/** A number that is being typed may be empty for a moment; the cart keeps the last one. */
function Quantity({ sku, name, quantity }: CartLine) {
  const [text, setText] = useState(String(quantity));
  useEffect(
    () => setText((typed) => (Number(typed) === quantity ? typed : String(quantity))),
    [quantity],
  );
  return (
    <label>
      <span className="unseen">Quantity of {name}</span>
      <input
        type="number"
        min={1}
        max={quantityMax}
        value={text}
        onChange={({ target: { value, valueAsNumber } }) => {
          setText(value);
          if (valueAsNumber >= 1) setQuantity(sku, name, valueAsNumber);
        }}
        onBlur={() => setText(String(quantity))}
      />
    </label>
  );
}

/** What the order costs with delivery to the country; the shop computes it. */
function useQuote(cart: readonly CartLine[], country: string) {
  const lines = linesOf(cart);
  return useLoaded(`${country} ${JSON.stringify(lines)}`, async (signal) => {
    const outcome = await client.run(Quote, { currency, country, lines }, { signal });
    if (outcome.__typename === 'Quote') return { quote: outcome, problem: '' };
    return { quote: null, problem: outcome.message ?? 'This cannot be ordered.' };
  });
}

type Quoted = ReturnType<typeof useQuote>;

interface TotalsProps {
  readonly quoted: Quoted;
  /** The country, where the buyer has not chosen it. */
  readonly to?: string;
}

function Totals({ quoted, to }: TotalsProps) {
  if (quoted.state !== 'ready') return <Waiting loaded={quoted} />;
  const { quote, problem } = quoted.value;
  if (!quote) return <Problem>{problem}</Problem>;
  return (
    <dl className="totals" aria-label="What it costs">
      {costs.map(([name, text]) => (
        <div key={name} className={name}>
          <dt>{name === 'shipping' && to ? `${text} (${to})` : text}</dt>
          <dd>{priceText({ amount: quote[name].amount, currency })}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Banks return buyers to https alone, and to localhost. Elsewhere the order waits in the shop. */
function returnUrl(): string | null {
  const isAllowed = location.protocol === 'https:' || location.hostname === 'localhost';
  return isAllowed ? new URL(hrefOf('/order'), location.href).href : null;
}

interface Refusal {
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly mayBeOrdered?: boolean;
}

const refused = (text: string, fields: Refusal['fields'] = {}): Refusal => ({ text, fields });

/** Places the order and continues where it leads. @returns why that was refused. */
async function place(
  form: FormData,
  cart: readonly CartLine[],
  expectedTotal: string,
): Promise<Refusal | null> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const input = {
    currency,
    lines: linesOf(cart),
    expectedTotal,
    shippingAddress: {
      recipient: text('recipient'),
      line1: text('line1'),
      line2: text('line2') || null,
      city: text('city'),
      postalCode: text('postalCode'),
      country: text('country'),
    },
    payment: { token: text('token'), returnUrl: returnUrl() },
  };
  const idempotencyKey = keyFor(input, orderOfCart());
  const outcome = await client.run(PlaceOrder, { input }, { idempotencyKey });
  if (outcome.__typename !== 'Order') sentOrderIsRefused(outcome);
  switch (outcome.__typename) {
    case 'Order': {
      cartIsOrdered(outcome.id);
      sentOrderIs(outcome.id);
      const { redirectUrl } = outcome.payment.nextAction ?? {};
      if (redirectUrl) location.assign(redirectUrl);
      else go(hrefOf('/order', { orderId: outcome.id }), 'replace');
      return null;
    }
    case 'ValidationError': {
      const fields = outcome.fields.map(({ path, message }) => [path.at(-1) ?? '', message]);
      return refused(outcome.message, Object.fromEntries(fields));
    }
    case 'InsufficientStockError': {
      const left = outcome.shortages.map(({ sku, available }) => `${sku}: ${available} left`);
      return refused(`${outcome.message} ${left.join(', ')}. Change the cart and try again.`);
    }
    case 'PriceChangedError':
      return refused(
        `It would cost ${priceText({ amount: outcome.quote.total.amount, currency })} now. Look at the costs below before you order.`,
      );
    case 'PaymentDeclinedError':
      return refused('Your bank declined the payment. Choose another card.');
    case 'IdempotencyKeyReusedError':
      return { ...refused('The shop has received your earlier attempt.'), mayBeOrdered: true };
    default:
      return refused(outcome.message ?? 'This order was not accepted.');
  }
}

/** Who has to sign in again does so beside the page, which has what was typed. */
function Refused({ text, mayBeOrdered, hasEnded }: Refusal & { readonly hasEnded: boolean }) {
  return (
    <Problem>
      {text} {mayBeOrdered && <a href={hrefOf('/orders')}>See My orders before you order again.</a>}
      {hasEnded && (
        <a href={hrefOf('/sign-in')} target="_blank" rel="noreferrer">
          Sign in
        </a>
      )}
    </Problem>
  );
}

export function Checkout() {
  const cart = useCart();
  const isSignedIn = useSignedIn();
  const [country, setCountry] = useState('DE');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSending, setSending] = useState(false);
  // What is sent from here belongs to this page.
  const [waiting] = useState(orderOfCart);
  const quoted = useQuote(cart, country);
  const total = quoted.state === 'ready' ? quoted.value.quote?.total.amount : undefined;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (quoted.state !== 'ready' || total === undefined) return;
    const form = new FormData(event.currentTarget);
    setSending(true);
    setRefusal(null);
    try {
      const problem = await place(form, cart, total);
      setRefusal(problem);
      // The price may have changed since these costs were loaded.
      if (problem) quoted.again();
    } catch (error) {
      setRefusal(refused(failureText(error)));
    }
    setSending(false);
  };
  if (cart.length === 0 && !isSending) return <Cart />;
  // A session that ends while an order is sent leaves what was typed on the page.
  if (isSignedIn === false && !isSending && refusal === null) {
    return (
      <>
        <Title>Checkout</Title>
        <p>
          <a className="button primary" href={hrefOf('/sign-in', { next: '/checkout' })}>
            Sign in
          </a>{' '}
          <a className="button" href={hrefOf('/sign-in', { next: '/checkout', new: 'yes' })}>
            Create an account
          </a>
        </p>
      </>
    );
  }
  return (
    <>
      <Title>Checkout</Title>
      <form className="narrow" onSubmit={(event) => void submit(event)}>
        {waiting && (
          <p role="status">
            An order of these lines waits for your bank.{' '}
            <a href={hrefOf('/order', { orderId: waiting })}>Look at it</a> before you order twice.
          </p>
        )}
        {refusal && <Refused {...refusal} hasEnded={isSignedIn === false} />}
        <AddressFields fields={refusal?.fields ?? {}} country={country} onCountry={setCountry} />
        <fieldset>
          <legend>Payment</legend>
          {cards.map(([token, label], place) => (
            <label key={token} className="choice">
              <input type="radio" name="token" value={token} defaultChecked={place === 0} />
              {label}
            </label>
          ))}
        </fieldset>
        <Totals quoted={quoted} />
        <Button type="submit" className="primary" disabled={isSending || total === undefined}>
          {isSending ? 'Placing your order…' : 'Place order'}
        </Button>
      </form>
    </>
  );
}
