import { useMemo } from 'react';
import { useFormats, useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { Id } from '../../ui/cells';
import { type Column, DataTable } from '../../ui/data-table';
import { Notice } from '../../ui/notice';
import { Section } from '../../ui/page';
import { type CountDifference, changeOf, summaryOf } from './count-lines';

const rowOf = ({ row }: CountDifference): string => String(row);

function CountedProduct({ difference }: { readonly difference: CountDifference }) {
  const t = useTexts();
  const { number } = useFormats();
  const { row, sku, stock, problem } = difference;
  return (
    <>
      {stock && <span className="block wrap-anywhere">{stock.name}</span>}
      <Id>{sku}</Id>
      {problem && (
        <span className="block text-bad">
          {t.warehouses.line(number(row))}{' '}
          {t.warehouses.problems[problem](number(stock?.reserved ?? 0))}
        </span>
      )}
    </>
  );
}

function useColumns(): readonly Column<CountDifference>[] {
  const t = useTexts();
  const { number, change } = useFormats();
  return useMemo(
    () => [
      {
        id: 'product',
        header: t.products.title,
        cell: (difference) => <CountedProduct difference={difference} />,
      },
      {
        id: 'onHand',
        header: t.products.onHand,
        isNumber: true,
        cell: ({ stock }) => stock && number(stock.onHand),
      },
      {
        id: 'counted',
        header: t.warehouses.counted,
        isNumber: true,
        cell: ({ counted }) => counted !== null && number(counted),
      },
      {
        id: 'difference',
        header: t.warehouses.difference,
        isNumber: true,
        cell: (difference) => difference.stock && change(changeOf(difference)),
      },
    ],
    [t, number, change],
  );
}

interface DifferencesProps {
  readonly differences: readonly CountDifference[];
  readonly onRecord: () => void;
}

/** What a count would change, before it is recorded. */
export function Differences({ differences, onRecord }: DifferencesProps) {
  const t = useTexts();
  const { number } = useFormats();
  const columns = useColumns();
  const { problems, ...summary } = useMemo(() => summaryOf(differences), [differences]);
  return (
    <>
      {problems > 0 && (
        <Notice tone="bad" title={t.warehouses.cannotRecord(number(problems))}>
          <p>{t.warehouses.correct}</p>
        </Notice>
      )}
      <Section
        title={t.warehouses.differences}
        isFlush
        actions={
          <Button kind="primary" disabled={problems > 0} onClick={onRecord}>
            {t.warehouses.count}
          </Button>
        }
      >
        <p role="status" className="px-4 pb-2 text-soft">
          {t.warehouses.summary(summary, number)}
        </p>
        <DataTable
          caption={t.warehouses.differences}
          columns={columns}
          rows={differences}
          rowId={rowOf}
        />
      </Section>
    </>
  );
}
