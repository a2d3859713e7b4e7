import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useData, usePolling } from '../../api/hooks';
import { isNameIn } from '../../app/search';
import {
  BulkActionPageDocument,
  type BulkActionPageQuery,
  type BulkItemState,
  StopBulkActionDocument,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { type Column, DataTable } from '../../ui/data-table';
import { FilterBar, FilterSelect } from '../../ui/filter-bar';
import { ListBody } from '../../ui/list-body';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';
import { NotFoundPage } from '../not-found';
import { isUnderWay, pollMs } from './under-way';

type LoadedAction = NonNullable<BulkActionPageQuery['bulkAction']>;
type Item = LoadedAction['items']['nodes'][number];

const route = getRouteApi('/bulk/$id');

const tones: Readonly<Record<BulkItemState, Tone>> = {
  PENDING: 'neutral',
  SUCCEEDED: 'good',
  FAILED: 'bad',
};

/** The progress of a bulk action, and the result of each order. */
export function BulkActionPage() {
  const t = useTexts();
  const { id } = route.useParams();
  const search = route.useSearch();
  const state = isNameIn(search.state, tones) ? search.state : null;
  const loaded = useData(BulkActionPageDocument, { id, after: search.after ?? null, state });
  const action = loaded.data?.bulkAction;
  const isOpen = action ? isUnderWay(action) : false;
  const { reload } = loaded;
  usePolling(isOpen, reload, pollMs);
  if (!action && !loaded.isLoading && loaded.errors.length === 0) return <NotFoundPage />;
  return (
    <Page
      title={action ? t.bulk.actions[action.action].name : t.bulk.title}
      lead={
        <p>
          {action && `“${action.reason}” · `}
          <Link to="/bulk" search={{}} className="link">
            {t.bulk.list}
          </Link>
        </p>
      }
      actions={isOpen && <StopButton id={id} onStopped={reload} />}
    >
      {action && <Progress action={action} />}
      <Items action={action} loaded={loaded} state={state} />
    </Page>
  );
}

function StopButton({ id, onStopped }: { readonly id: string; readonly onStopped: () => void }) {
  const t = useTexts();
  const [isAsked, setIsAsked] = useState(false);
  return (
    <>
      <Button onClick={() => setIsAsked(true)}>{t.bulk.stop}</Button>
      {isAsked && (
        <Confirm
          operation={StopBulkActionDocument}
          variables={() => ({ id })}
          title={t.bulk.stop}
          sentence={t.bulk.stopSentence}
          onClose={() => setIsAsked(false)}
          onDone={onStopped}
        />
      )}
    </>
  );
}

function Progress({ action }: { readonly action: LoadedAction }) {
  const t = useTexts();
  const { number } = useFormats();
  const { total, succeeded, failed, state } = action;
  return (
    <div className="card flex flex-col gap-2 p-4">
      <p role="status" className="font-medium">
        {t.bulk.states[state]} · {t.bulk.progress(number(succeeded), number(failed), number(total))}
      </p>
      <progress
        className="h-2 w-full accent-accent-fill"
        max={Math.max(total, 1)}
        value={succeeded + failed}
        aria-label={t.bulk.title}
      />
    </div>
  );
}

interface ItemsProps {
  readonly action: LoadedAction | null | undefined;
  readonly loaded: Parameters<typeof ListBody>[0]['loaded'];
  readonly state: BulkItemState | null;
}

const itemId = ({ order }: Item, index: number): string => order?.id ?? String(index);

function Items({ action, loaded, state }: ItemsProps) {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns();
  const states = [['', t.bulk.anyState] as const, ...Object.entries(t.bulk.itemStates)];
  return (
    <>
      <FilterBar>
        <FilterSelect
          label={t.orders.status}
          value={state ?? ''}
          options={states}
          onChange={(chosen) => navigate({ search: { state: chosen } })}
        />
      </FilterBar>
      <ListBody
        loaded={loaded}
        count={action?.items.nodes.length}
        isFiltered={state !== null}
        empty={{ title: t.bulk.empty, noMatch: t.bulk.noMatch }}
      >
        <DataTable
          caption={t.places.orders}
          columns={columns}
          rows={action?.items.nodes}
          rowId={itemId}
        />
        {action && (
          <Pager
            list={`bulk ${action.id} ${state}`}
            search={search}
            pageInfo={action.items.pageInfo}
          />
        )}
      </ListBody>
    </>
  );
}

function useColumns(): readonly Column<Item>[] {
  const t = useTexts();
  return useMemo(
    () => [
      {
        id: 'order',
        header: t.orders.number,
        cell: ({ order }) =>
          order && (
            <Link
              to="/orders/$id"
              params={{ id: order.id }}
              data-main
              className="link font-medium whitespace-nowrap"
            >
              {order.number}
            </Link>
          ),
      },
      {
        id: 'state',
        header: t.orders.status,
        cell: ({ state }) => <Badge tone={tones[state]}>{t.bulk.itemStates[state]}</Badge>,
      },
      { id: 'message', header: t.bulk.why, cell: ({ message }) => message },
    ],
    [t],
  );
}
