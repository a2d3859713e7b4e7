import { useState } from 'react';
import { useData } from '../../api/hooks';
import { type OrderFilter, OrderTotalDocument } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { wordsOf } from '../../ui/notice';

/** Counting a long list takes time, so it happens only on request. */
export function TotalButton({ filter }: { readonly filter: OrderFilter }) {
  const t = useTexts();
  const { number } = useFormats();
  const [isWanted, setIsWanted] = useState(false);
  const loaded = useData(OrderTotalDocument, { filter }, !isWanted);
  const { isLoading, reload } = loaded;
  const total = loaded.data?.orders;
  const [error] = isLoading ? [] : loaded.errors;
  return (
    <p role="status" className="text-soft">
      {total && t.orders.count(number(total.totalCount), total.totalCountExact)}
      {!total && isWanted && isLoading && t.lists.counting}
      {error && (
        <>
          {wordsOf(t, error)} <Button onClick={reload}>{t.actions.retry}</Button>
        </>
      )}
      {!isWanted && <Button onClick={() => setIsWanted(true)}>{t.lists.countAll}</Button>}
    </p>
  );
}
