import type { AnswerError } from '@orderprocessing/client';
import { useState } from 'react';
import { useClient } from 'urql';
import { errorsOf } from '../../api/hooks';
import {
  ExportOrdersDocument,
  type ExportOrdersQuery,
  type OrderFilter,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/notice';
import { saveFile } from '../../ui/save-file';

const noErrors: readonly AnswerError[] = [];

/** Every order that matches the filter as one CSV file; the API sends it in parts. */
export function ExportButton({ filter }: { readonly filter: OrderFilter }) {
  const t = useTexts();
  const { number } = useFormats();
  const client = useClient();
  const [count, setCount] = useState<number | null>(null);
  const [errors, setErrors] = useState<readonly AnswerError[]>(noErrors);
  const read = async (): Promise<void> => {
    const parts: string[] = [];
    let orders = 0;
    let after: string | null = null;
    setCount(0);
    setErrors(noErrors);
    do {
      const variables: object = { filter, after };
      const result = await client
        .query<ExportOrdersQuery>(String(ExportOrdersDocument), variables, {
          requestPolicy: 'network-only',
        })
        .toPromise();
      const part = result.data?.exportOrders;
      if (!part) {
        setErrors(errorsOf(result.error));
        return;
      }
      parts.push(part.csv);
      orders += part.orders;
      setCount(orders);
      after = part.endCursor;
      if (part.isCut) announce(t.exports.cut(number(orders)));
    } while (after !== null);
    const content = new Blob(parts, { type: 'text/csv;charset=utf-8' });
    saveFile(content, `orders-${new Date().toISOString().slice(0, 10)}.csv`);
  };
  return (
    <>
      <Button disabled={count !== null} onClick={() => read().finally(() => setCount(null))}>
        {count === null ? t.exports.download : t.exports.running(number(count))}
      </Button>
      <ErrorNotice errors={errors} />
    </>
  );
}
