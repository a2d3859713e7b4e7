import {
  type ColumnDef,
  columnVisibilityFeature,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTexts } from '../texts/texts';
import { classNames } from './class-names';
import { useRowKeys } from './row-keys';
import { toggled, withAll } from './row-selection';
import { ScrollRegion } from './scroll-region';

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** The width of the page from which on it is shown; always, if left out, and on paper. */
  readonly from?: 'sm' | 'md' | 'lg' | 'xl';
}

/** The last column, whose header only screen readers need. */
export const actionsColumn = <Row,>(cell: (row: Row) => ReactNode): Column<Row> => ({
  id: 'actions',
  header: '',
  isNumber: true,
  cell,
});

const shownFrom = {
  sm: 'max-sm:not-print:hidden',
  md: 'max-md:not-print:hidden',
  lg: 'max-lg:not-print:hidden',
  xl: 'max-xl:not-print:hidden',
} as const;

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly onChange: (ids: ReadonlySet<string>) => void;
}

interface IdentifiedRow {
  readonly id: string;
}

type RowId<Row> = (row: Row, index: number) => string;

interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** None until they are loaded. */
  readonly rows: readonly Row[] | null | undefined;
  /** Names a row in the table; its id, if left out. */
  readonly rowId?: RowId<Row>;
  readonly hidden?: ReadonlySet<string>;
  readonly changed?: ReadonlySet<string>;
  readonly selection?: Selection;
  /** Names a row to who selects it; its id, if left out. */
  readonly rowName?: (row: Row) => string;
}

/** Rows without an id need a name. */
type RowIdProps<Row> = Row extends IdentifiedRow ? unknown : { readonly rowId: RowId<Row> };

const idOf: RowId<object> = (row) => (row as IdentifiedRow).id;

const cellClass = <Row,>({ isNumber, from }: Column<Row>): string =>
  classNames(
    'px-1.5 py-2 first:pl-3 last:pr-3 sm:px-3 sm:first:pl-4 sm:last:pr-4',
    // A sheet of paper is as wide as a tablet, and has all columns.
    'print:px-1! print:text-xs!',
    isNumber && 'text-right',
    from && shownFrom[from],
  );

/** Used until there are rows: a new array in each render would build all rows again. */
const noRows: readonly never[] = [];

const visibilityOf = (hidden: ReadonlySet<string> | undefined): Record<string, boolean> =>
  Object.fromEntries([...(hidden ?? [])].map((id) => [id, false]));

const selectionOf = (selection: Selection | undefined): Record<string, true> =>
  Object.fromEntries([...(selection?.ids ?? [])].map((id) => [id, true as const]));

/** A real table; the first column has the link to the row's page. */
export function DataTable<Row extends object>(props: DataTableProps<Row> & RowIdProps<Row>) {
  const { caption, columns, hidden, changed, selection, rowName } = props;
  const { rowId = idOf } = props;
  const rows = props.rows ?? noRows;
  const t = useTexts();
  const body = useRef<HTMLTableSectionElement>(null);
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          header: column.header,
          cell: ({ row }) => column.cell(row.original),
          meta: column,
        }),
      ),
    [columns],
  );
  const columnVisibility = useMemo(() => visibilityOf(hidden), [hidden]);
  const rowSelection = useMemo(() => selectionOf(selection), [selection]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: rowId,
    state: { columnVisibility, rowSelection },
  });
  const toggle = (id: string) => selection?.onChange(toggled(selection.ids, id));
  useRowKeys(body, selection ? toggle : null);
  return (
    <ScrollRegion label={caption}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="border-b border-line text-soft">
              {selection && <SelectAll rows={rows} rowId={rowId} selection={selection} />}
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  className={classNames(
                    cellClass(header.column.columnDef.meta as Column<Row>),
                    'text-[0.8125rem] font-medium whitespace-nowrap',
                  )}
                >
                  {header.column.id === 'actions' ? (
                    <span className="sr-only">{t.lists.actions}</span>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={body}>
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              data-row={row.id}
              className={classNames(
                'border-b border-line last:border-0 hover:bg-sunken/60',
                changed?.has(row.id) && 'changed',
              )}
            >
              {selection && (
                <SelectRow
                  name={rowName?.(row.original) ?? row.id}
                  isSelected={row.getIsSelected()}
                  onToggle={() => toggle(row.id)}
                />
              )}
              {row.getVisibleCells().map((cell) => (
                <td key={cell.id} className={cellClass(cell.column.columnDef.meta as Column<Row>)}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface SelectAllProps<Row> {
  readonly rows: readonly Row[];
  readonly rowId: RowId<Row>;
  readonly selection: Selection;
}

function SelectAll<Row>({ rows, rowId, selection }: SelectAllProps<Row>) {
  const t = useTexts();
  const ids = rows.map(rowId);
  const areAll = ids.length > 0 && ids.every((id) => selection.ids.has(id));
  const toggleAll = () => selection.onChange(withAll(selection.ids, ids, !areAll));
  return (
    <th scope="col" className="w-8 py-2 pl-3 sm:pl-4 print:hidden">
      <input
        type="checkbox"
        className="size-4 align-middle accent-accent-fill"
        aria-label={t.lists.selectAll}
        checked={areAll}
        onChange={toggleAll}
      />
    </th>
  );
}

interface SelectRowProps {
  readonly name: string;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
}

function SelectRow({ name, isSelected, onToggle }: SelectRowProps) {
  const t = useTexts();
  return (
    <td className="w-8 py-2 pl-3 sm:pl-4 print:hidden">
      <input
        type="checkbox"
        className="size-4 align-middle accent-accent-fill"
        aria-label={`${t.lists.select} ${name}`}
        checked={isSelected}
        onChange={onToggle}
      />
    </td>
  );
}
