import { Link } from '@tanstack/react-router';
import { type Loaded, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import {
  LowStockDocument,
  OrderListDocument,
  type OrderListQuery,
  type ProductRowFragment,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { DataTable } from '../../ui/data-table';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { Incomplete } from '../orders/incomplete';
import { useOrderColumns } from '../orders/order-columns';
import { FailingWebhooks } from './failing-webhooks';
import { Figures } from './figures';
import { useFreshData } from './use-fresh-data';

const latestOrders = 8;
const firstFew = 6;

const few: ReadonlySet<string> = new Set(['payment', 'destination', 'updated']);
const fewest: ReadonlySet<string> = new Set([...few, 'recipient', 'total']);
const waiting = { needsAttention: true } as const;
const everything = {} as const;

/** What a person should look at first. */
export function OverviewPage() {
  const t = useTexts();
  const latest = useFreshData(OrderListDocument, {
    first: latestOrders,
    after: null,
    filter: everything,
  });
  const attention = useFreshData(OrderListDocument, {
    first: firstFew,
    after: null,
    filter: waiting,
  });
  const low = useFreshData(LowStockDocument, { first: firstFew, after: null });
  const viewer = useViewer();
  return (
    <Page title={t.places.overview}>
      <Figures />
      <Incomplete of={attention.data?.orders} />
      <div className="gap-5 *:mb-5 *:break-inside-avoid lg:columns-2">
        <OrdersPanel
          title={t.overview.waiting}
          loaded={attention}
          none={t.overview.noneWaiting}
          search={{ attention: 'yes' }}
          hidden={fewest}
        />
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
      <OrdersPanel
        title={t.overview.latest}
        loaded={latest}
        none={t.orders.none.title}
        search={{}}
        hidden={few}
      />
    </Page>
  );
}

interface OrdersPanelProps {
  readonly title: string;
  readonly loaded: Loaded<OrderListQuery>;
  readonly none: string;
  readonly search: AllLinkProps['search'];
  readonly hidden: ReadonlySet<string>;
}

function OrdersPanel({ title, loaded, none, search, hidden }: OrdersPanelProps) {
  const columns = useOrderColumns();
  const orders = loaded.data?.orders?.nodes;
  const all = <AllLink to="/orders" search={search} />;
  return (
    <Panel title={title} loaded={loaded} count={orders?.length} none={none} all={all}>
      <DataTable caption={title} columns={columns} rows={orders} hidden={hidden} />
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
          <Link
            to="/products/$sku"
            params={{ sku }}
            className="link min-w-0 font-medium wrap-anywhere"
          >
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
