import { CancelOrder, Order, type OrderQuery, WatchOrder } from '@orderprocessing/client';
import { useEffect, useState } from 'react';
import { statusText, useSignedIn } from './account';
import { fillCart, orderIsDecided } from './cart';
import { Button, Problem, Title } from './parts';
import { outcomes } from './reasons';
import { go, hrefOf, type Place } from './router';
import { client, costs, currency, failureText, priceText } from './shop';

type ShownOrder = NonNullable<OrderQuery['order']>;

const sentences: Readonly<Record<string, string>> = {
  PENDING: 'We are checking your order.',
  IN_REVIEW: 'A person looks at your order. That takes three days at most.',
  CONFIRMED: 'Your order is confirmed. You pay when it is shipped.',
  PARTIALLY_SHIPPED: 'A part of your order is on its way.',
  SHIPPED: 'Your order is on its way.',
  DELIVERED: 'Your order was delivered.',
  REJECTED: 'We could not accept your order. You do not pay anything.',
  CANCELLED: 'Your order is cancelled.',
};

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

const undecided: readonly string[] = ['PENDING'];
const refusedStatuses: readonly string[] = ['REJECTED', 'CANCELLED'];

function noteDecision(order: ShownOrder): void {
  if (undecided.includes(order.status)) return;
  orderIsDecided(order, !refusedStatuses.includes(order.status));
}

/** Why the order ended as it did. */
const outcomeOf = ({ status, statusReason }: ShownOrder) =>
  refusedStatuses.includes(status) ? outcomes[statusReason ?? ''] : undefined;

function OrderAgain({ order }: { readonly order: ShownOrder }) {
  const again = outcomeOf(order)?.again;
  if (!again || order.total.currency !== currency) return null;
  const refill = () => {
    fillCart(order.lines.map(({ sku, name, quantity }) => ({ sku, name, quantity })));
    go(hrefOf('/checkout'));
  };
  return (
    <p>
      <button type="button" className="primary" onClick={refill}>
        {again}
      </button>
    </p>
  );
}

/** The order, read again with each change that the shop reports. */
function useLiveOrder(id: string) {
  const [order, setOrder] = useState<ShownOrder | null>();
  const [problem, setProblem] = useState('');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const follow = async () => {
      for await (const _change of client.watch(WatchOrder, { id }, { signal })) {
        const found = await client.run(Order, { id }, { signal });
        setOrder(found);
        if (found) noteDecision(found);
        setProblem('');
      }
    };
    follow().catch((error: unknown) => {
      if (!signal.aborted) setProblem(failureText(error));
    });
    return () => leaving.abort();
  }, [id, tries]);
  return { order, problem, again: () => setTries(tries + 1) };
}

function Actions({ order }: { readonly order: ShownOrder }) {
  const [problem, setProblem] = useState('');
  const [isSending, setSending] = useState(false);
  const redirectUrl = order.payment.nextAction?.redirectUrl;
  const cancel = async () => {
    setSending(true);
    setProblem('');
    try {
      const reason = 'Cancelled in the shop';
      const outcome = await client.run(CancelOrder, { id: order.id, reason });
      const isDone = outcome.__typename === 'Order';
      setProblem(isDone ? '' : (outcome.message ?? 'It can no longer be cancelled.'));
    } catch (error) {
      setProblem(failureText(error));
    }
    setSending(false);
  };
  return (
    <>
      {problem && <Problem>{problem}</Problem>}
      <p>
        {redirectUrl && (
          <a className="button primary" href={redirectUrl}>
            Continue to your bank
          </a>
        )}{' '}
        {order.allowedActions.includes('CANCEL') && (
          <Button disabled={isSending} onClick={() => void cancel()}>
            Cancel order
          </Button>
        )}
      </p>
    </>
  );
}

interface LostProps {
  readonly id: string;
  readonly problem: string;
  readonly again: () => void;
}

/** Why the order is not there, or no longer followed. */
function Lost({ id, problem, again }: LostProps) {
  const isSignedIn = useSignedIn();
  return (
    <Problem>
      {problem}{' '}
      {isSignedIn ? (
        <Button onClick={again}>Try again</Button>
      ) : (
        <a href={hrefOf('/sign-in', { next: `/order?orderId=${id}` })}>Sign in</a>
      )}
    </Problem>
  );
}

export function OrderView({ query }: Place) {
  const id = query.get('orderId') ?? '';
  const { order, problem, again } = useLiveOrder(id);
  const lost = problem && <Lost id={id} problem={problem} again={again} />;
  if (!order) {
    return (
      <>
        <Title>Your order</Title>
        {lost || <p role="status">Loading…</p>}
      </>
    );
  }
  return (
    <article>
      <Title>{`Order ${order.number}`}</Title>
      <p role="status" className={`status ${order.status.toLowerCase()}`}>
        <strong>{statusText(order.status)}</strong>{' '}
        {outcomeOf(order)?.sentence ?? sentences[order.status]}
      </p>
      <OrderAgain order={order} />
      {lost}
      <Actions order={order} />
      <ul className="rows">
        {order.lines.map(({ id: line, name, sku, quantity, total }) => (
          <li key={line}>
            <a href={hrefOf('/product', { sku })}>{name}</a>
            <span className="quiet">{quantity === 1 ? '1 piece' : `${quantity} pieces`}</span>
            <span className="price">
              {priceText({ amount: total.amount, currency: order.total.currency })}
            </span>
          </li>
        ))}
      </ul>
      <dl className="totals" aria-label="What it costs">
        {costs.map(([name, text]) => (
          <div key={name} className={name}>
            <dt>{text}</dt>
            <dd>{priceText({ amount: order[name].amount, currency: order.total.currency })}</dd>
          </div>
        ))}
      </dl>
      {order.shipments.map((shipment) => (
        <p key={shipment.id}>
          {shipment.deliveredAt ? 'Delivered' : 'Shipped'} by {shipment.carrier}, parcel{' '}
          {shipment.trackingCode}
        </p>
      ))}
      <p className="quiet">
        To {order.shippingAddress.recipient}, {order.shippingAddress.city},{' '}
        {countryNames.of(order.shippingAddress.country)}
      </p>
    </article>
  );
}
