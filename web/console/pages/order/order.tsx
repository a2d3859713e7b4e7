import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useData, useIsLive, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import { type OrderDetailFragment, OrderPageDocument } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { announce } from '../../ui/announcer';
import { ErrorNotice, Notice } from '../../ui/notice';
import { Page, Section } from '../../ui/page';
import { Time } from '../../ui/time';
import { OrderStatusBadge } from '../orders/status';
import { PendingPage } from '../pending-page';
import { Calls } from './calls';
import { reasonName, stepName } from './differences';
import { OrderActions } from './order-actions';
import { OrderLines } from './order-lines';
import { Allocations, Customer, Payment, Refunds, Shipments } from './order-parts';
import { OrderPath } from './path';
import { Risk } from './risk';
import { Timeline } from './timeline';
import { useOrderUpdates } from './use-order-updates';

const route = getRouteApi('/orders/$id');

/** One order, which follows its changes. */
export function OrderPage() {
  const t = useTexts();
  const { id } = route.useParams();
  const loaded = useData(OrderPageDocument, { id });
  const order = loaded.data?.order?.id === id ? loaded.data.order : null;
  useOrderUpdates(id, order, loaded);
  useAnnouncedChanges(order);
  if (order) return <LoadedOrder order={order} errors={loaded.errors} onReload={loaded.reload} />;
  return <PendingPage title={t.order.title} loaded={loaded} />;
}

function useAnnouncedChanges(order: OrderDetailFragment | null): void {
  const t = useTexts();
  const viewer = useViewer();
  const seen = useRef<{ readonly id: string; readonly events: number } | null>(null);
  useEffect(() => {
    if (order === null) return;
    const { id, timeline } = order;
    const before = seen.current;
    seen.current = { id, events: timeline.length };
    if (before?.id !== id || timeline.length <= before.events) return;
    const actor = timeline.at(-1)?.actor;
    const isOwn = actor === `User:${viewer?.id}` || actor === 'customer';
    if (!isOwn) announce(t.order.changed);
  }, [order, viewer, t]);
}

interface LoadedOrderProps {
  readonly order: OrderDetailFragment;
  readonly errors: Parameters<typeof ErrorNotice>[0]['errors'];
  readonly onReload: () => void;
}

function LoadedOrder({ order, errors, onReload }: LoadedOrderProps) {
  const t = useTexts();
  const viewer = useViewer();
  return (
    <Page
      title={t.orders.titleOf(order.number)}
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {t.orders.titleOf(order.number)}
          <OrderStatusBadge status={order.status} />
        </span>
      }
      lead={<OrderLead order={order} />}
      actions={<OrderActions key={order.id} order={order} onReload={onReload} />}
    >
      <ErrorNotice errors={errors} isPartial onRetry={onReload} />
      {order.attention && (
        <Notice tone="warn" title={t.order.attention(stepName(order.attention.step, t))}>
          <p>{order.attention.reason}</p>
          <p className="text-soft">
            {t.order.since} <Time at={order.attention.since} />
          </p>
        </Notice>
      )}
      <OrderPath order={order} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <OrderLines order={order} />
          <Shipments order={order} />
          <Refunds order={order} />
          <Allocations order={order} />
          <Calls order={order} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Payment order={order} isStaff={may(viewer, 'allOrders')} />
          <Customer order={order} mayOpen={may(viewer, 'accounts')} />
          <Risk order={order} />
          <Section title={t.order.timeline}>
            <Timeline events={order.timeline} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

function OrderLead({ order }: { readonly order: OrderDetailFragment }) {
  const t = useTexts();
  const isLive = useIsLive();
  return (
    <p>
      {t.orders.placed} <Time at={order.placedAt} exact />
      {order.statusReason && ` · ${reasonName(order.statusReason, t)}`}
      {' · '}
      {isLive ? t.live.live : t.live.connecting}
      {' · '}
      <Link to="/orders" className="link">
        {t.order.back}
      </Link>
    </p>
  );
}
