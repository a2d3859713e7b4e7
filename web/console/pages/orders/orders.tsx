import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useActionKey } from '../../api/action-key';
import { useData, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import {
  type OrderFilter,
  OrderListDocument,
  type OrderRowFragment,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { buttonClass } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import { ListBody } from '../../ui/list-body';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';
import { BulkBar } from './bulk-bar';
import { ColumnsMenu } from './columns-menu';
import { ExportButton } from './export-button';
import { Incomplete } from './incomplete';
import { LiveBar } from './live-bar';
import { hiddenColumns, useOrderColumns } from './order-columns';
import { OrderFilters } from './order-filters';
import { filterOf, isFiltered, type OrderSearch, sortedRows } from './order-search';
import { TotalButton } from './total-button';
import { useLiveOrders } from './use-live-orders';
import { ViewsMenu } from './views-menu';

const route = getRouteApi('/orders');
const ordersPerPage = 25;

const noOrders: readonly OrderRowFragment[] = [];
const numberOf = ({ number }: OrderRowFragment): string => number;

/** What the address asks for, and how to change it; another filter begins at the first page. */
function useOrderSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const viewer = useViewer();
  const isStaff = may(viewer, 'allOrders');
  const filter = useMemo(() => filterOf(search, isStaff), [search, isStaff]);
  const change = useCallback(
    (changed: Partial<OrderSearch>) =>
      navigate({
        search: (before) => ({ ...before, after: undefined, page: undefined, ...changed }),
      }),
    [navigate],
  );
  const hidden = useMemo(() => hiddenColumns(search), [search]);
  /** The queue of what needs a person shows how suspicious each order looked. */
  const hasRisk = search.attention === 'yes' && may(viewer, 'accounts');
  return { search, filter, hidden, isStaff, hasRisk, change };
}

const nothing: ReadonlySet<string> = new Set();

/** The selected rows; another filter begins without any. */
function useSelection(filterText: string) {
  const [selected, setSelected] = useState(nothing);
  useEffect(() => setSelected(nothing), [filterText]);
  return [selected, setSelected] as const;
}

/** A page of orders, and how often it was read again: a count from before is not that of its rows. */
function useOrders(filter: OrderFilter, after: string | undefined) {
  const variables = { first: ordersPerPage, after: after ?? null, filter };
  const { reload: read, ...loaded } = useData(OrderListDocument, variables);
  const [reads, setReads] = useState(0);
  const reload = useCallback(() => {
    read();
    setReads((count) => count + 1);
  }, [read]);
  return { ...loaded, reload, reads };
}

/** All orders that the viewer may see, newest first. */
export function OrdersPage() {
  const t = useTexts();
  const { search, filter, hidden, isStaff, hasRisk, change } = useOrderSearch();
  const { after, page } = search;
  const loaded = useOrders(filter, after);
  const columns = useOrderColumns(hasRisk);
  const orders = loaded.data?.orders;
  const rows = orders?.nodes ?? noOrders;
  const live = useLiveOrders(rows, filter, !isStaff, loaded.reload);
  const isAttention = search.attention === 'yes';
  const filterText = JSON.stringify(filter);
  const [selected, setSelected] = useSelection(filterText);
  const clear = () => setSelected(nothing);
  const bulkKey = useActionKey();
  const empty = t.orders.none;
  return (
    <Page
      title={isAttention ? t.places.attention : t.places.orders}
      lead={isAttention ? t.orders.attentionLead : undefined}
      actions={
        <>
          <ViewsMenu search={search} />
          {isStaff && <ForMany filter={filter} />}
          <ColumnsMenu
            hidden={hidden}
            onChange={(ids) => change({ hide: [...ids].join(','), after, page })}
          />
        </>
      }
    >
      <OrderFilters search={search} isStaff={isStaff} hasRisk={hasRisk} onChange={change} />
      {isStaff && <LiveBar live={live} onReload={loaded.reload} />}
      {isStaff && selected.size > 0 && (
        <BulkBar ids={selected} filter={filter} actionKey={bulkKey} onClear={clear} />
      )}
      <Incomplete of={orders} />
      <ListBody
        loaded={loaded}
        count={orders?.nodes.length}
        isFiltered={isFiltered(search, isStaff)}
        empty={isAttention ? { ...empty, noMatch: t.overview.noneWaiting } : empty}
      >
        <DataTable
          caption={t.places.orders}
          columns={columns}
          rows={hasRisk ? sortedRows(rows, search) : rows}
          rowName={numberOf}
          hidden={hidden}
          changed={live.changed}
          selection={isStaff ? { ids: selected, onChange: setSelected } : undefined}
        />
        {orders && (
          <Pager list={`orders ${filterText}`} search={search} pageInfo={orders.pageInfo} />
        )}
      </ListBody>
      <TotalButton key={`${filterText} ${loaded.reads}`} filter={filter} />
    </Page>
  );
}

/** What staff does with more orders than are on the page. */
function ForMany({ filter }: { readonly filter: OrderFilter }) {
  const t = useTexts();
  return (
    <>
      <Link to="/bulk" search={{}} className={buttonClass('plain')}>
        {t.bulk.list}
      </Link>
      <ExportButton filter={filter} />
    </>
  );
}
