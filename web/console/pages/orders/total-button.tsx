import { useState } from 'react';
import { useData } from '../../api/hooks';
import { type OrderFilter, OrderTotalDocument } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';

/** Counting a long list takes time, so it happens only on request. */
export function TotalButton({ filter }: { readonly filter: OrderFilter }) {
  const t = useTexts();
  const { number } = useFormats();
  const [isWanted, setIsWanted] = useState(false);
  const { data, isLoading } = useData(OrderTotalDocument, { filter }, !isWanted);
  const total = data?.orders;
  return (
    <p role="status" className="text-soft">
      {total && t.orders.count(number(total.totalCount), total.totalCountExact)}
      {!total && isWanted && isLoading && t.lists.counting}
      {!isWanted && <Button onClick={() => setIsWanted(true)}>{t.lists.countAll}</Button>}
    </p>
  );
}
