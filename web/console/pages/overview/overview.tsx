import { Link } from '@tanstack/react-router';
import { type Loaded, useData, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import {
  LowStockDocument,
  OrderListDocument,
  type OrderListQuery,
  type OrderRowFragment,
  type ProductRowFragment,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { DataTable } from '../../ui/data-table';
import { Page } from '../../ui/page';
import { Incomplete } from '../orders/incomplete';
import { useOrderColumns } from '../orders/order-columns';
import { FailingWebhooks } from './failing-webhooks';
import { Figures } from './figures';
import { Panel } from './panel';

const latestOrders = 8;
const firstFew = 6;

const orderId = ({ id }: OrderRowFragment): string => id;
const few: ReadonlySet<string> = new Set(['payment', 'destination', 'updated']);
const fewest: ReadonlySet<string> = new Set([...few, 'recipient', 'total']);
const waiting = { needsAttention: true } as const;
const everything = {} as const;

/** What a person should look at first. */
export function OverviewPage() {
  const t = useTexts();
  const latest = useData(OrderListDocument, {
    first: latestOrders,
    after: null,
    filter: everything,
  });
  const attention = useData(OrderListDocument, { first: firstFew, after: null, filter: waiting });
  const low = useData(LowStockDocument, { first: firstFew, after: null });
  const columns = useOrderColumns();
  const viewer = useViewer();
  return (
    <Page title={t.places.overview}>
      <Figures />
      <Incomplete of={attention.data?.orders} />
      <div className="gap-5 *:mb-5 *:break-inside-avoid lg:columns-2">
        <Panel
          title={t.overview.waiting}
          loaded={attention}
          count={attention.data?.orders?.nodes.length}
          none={t.overview.noneWaiting}
          all={<AllLink to="/orders" search={{ attention: 'yes' }} />}
        >
          <DataTable
            caption={t.overview.waiting}
            columns={columns}
            rows={attention.data?.orders?.nodes ?? []}
            rowId={orderId}
            hidden={fewest}
          />
        </Panel>
        <Panel
          title={t.overview.lowStock}
          loaded={low}
          count={low.data?.lowStock?.nodes.length}
          none={t.overview.noneLow}
          all={<AllLink to="/products" search={{ show: 'low' }} />}
        >
          <LowStock products={low.data?.lowStock?.nodes ?? []} />
        </Panel>
        {may(viewer, 'webhooks') && <FailingWebhooks />}
      </div>
      <LatestOrders loaded={latest} />
    </Page>
  );
}

function LatestOrders({ loaded }: { readonly loaded: Loaded<OrderListQuery> }) {
  const t = useTexts();
  const columns = useOrderColumns();
  const orders = loaded.data?.orders?.nodes;
  return (
    <Panel
      title={t.overview.latest}
      loaded={loaded}
      count={orders?.length}
      none={t.orders.none.title}
      all={<AllLink to="/orders" search={{}} />}
    >
      <DataTable
        caption={t.overview.latest}
        columns={columns}
        rows={orders ?? []}
        rowId={orderId}
        hidden={few}
      />
    </Panel>
  );
}

interface AllLinkProps {
  readonly to: '/orders' | '/products';
  readonly search: Readonly<Record<string, string>>;
}

function AllLink({ to, search }: AllLinkProps) {
  const t = useTexts();
  return (
    <Link to={to} search={search} className="link">
      {t.overview.all}
    </Link>
  );
}

function LowStock({ products }: { readonly products: readonly ProductRowFragment[] }) {
  const t = useTexts();
  const { number } = useFormats();
  return (
    <ul className="divide-y divide-line">
      {products.map(({ sku, name, available }) => (
        <li key={sku} className="flex items-baseline justify-between gap-4 px-4 py-2">
          <Link to="/products/$sku" params={{ sku }} className="link font-medium">
            {name}
          </Link>
          <span className="whitespace-nowrap">
            {number(available)}{' '}
            <span className="text-soft">{t.products.available.toLowerCase()}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
