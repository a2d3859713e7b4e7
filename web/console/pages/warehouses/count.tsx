import type { AnswerError } from '@orderprocessing/client';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useClient } from 'urql';
import { useActionKey } from '../../api/action-key';
import { useData } from '../../api/hooks';
import type { Refusal } from '../../api/outcome';
import { WarehouseListDocument, type WarehouseRowFragment } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { Field, Textarea } from '../../ui/form';
import { ErrorNotice, Notice } from '../../ui/notice';
import { Page, Section } from '../../ui/page';
import { PendingPage } from '../pending-page';
import { Differences } from './count-differences';
import {
  type CountLine,
  countLinesOf,
  differencesOf,
  isTooLong,
  type StockNow,
  skuKey,
} from './count-lines';
import { readStock } from './read-stock';
import { RecordCount } from './record-count';
import { WarehouseState } from './warehouses';

const route = getRouteApi('/warehouses/$code/count');

/** Records what was counted in one warehouse, after its differences were seen. */
export function CountPage() {
  const t = useTexts();
  const { code } = route.useParams();
  const loaded = useData(WarehouseListDocument, {});
  const warehouse = loaded.data?.warehouses?.find((one) => one.code === code);
  if (warehouse) return <Count key={code} warehouse={warehouse} />;
  return <PendingPage title={t.warehouses.count} loaded={loaded} />;
}

interface Preview {
  readonly lines: readonly CountLine[];
  readonly stocks: ReadonlyMap<string, StockNow>;
}

const noErrors: readonly AnswerError[] = [];

/** The preview of what is typed; it is dropped when the text changes. */
function usePreview(warehouse: WarehouseRowFragment) {
  const client = useClient();
  const [text, setText] = useState('');
  const [preview, setPreview] = useState<Preview | null>(null);
  const [errors, setErrors] = useState(noErrors);
  const [isReading, setIsReading] = useState(false);
  const lines = useMemo(() => countLinesOf(text), [text]);
  const differences = useMemo(
    () => preview && differencesOf(preview.lines, preview.stocks, warehouse.active),
    [preview, warehouse.active],
  );
  const change = (changed: string) => {
    setText(changed);
    setPreview(null);
    setErrors(noErrors);
  };
  const read = async () => {
    setErrors(noErrors);
    setIsReading(true);
    const result = await readStock(client, warehouse.code, lines);
    setIsReading(false);
    if ('errors' in result) setErrors(result.errors);
    else setPreview({ lines, stocks: result.stocks });
  };
  /** Shows at its line what the API has found there since the preview. */
  const take = ({ sku, onHand, reserved }: Refusal) => {
    if (sku === undefined || onHand === undefined || reserved === undefined) return;
    setPreview((shown) => {
      const known = shown?.stocks.get(skuKey(sku));
      if (!shown || !known) return shown;
      const stocks = new Map(shown.stocks).set(skuKey(sku), { ...known, onHand, reserved });
      return { ...shown, stocks };
    });
  };
  return { text, lines, differences, errors, isReading, change, read, take };
}

function Count({ warehouse }: { readonly warehouse: WarehouseRowFragment }) {
  const t = useTexts();
  const typed = usePreview(warehouse);
  const { differences } = typed;
  const [isRecording, setIsRecording] = useState(false);
  const actionKey = useActionKey();
  return (
    <Page
      title={t.warehouses.countTitle(warehouse.name)}
      lead={
        <p>
          <code className="font-mono">{warehouse.code}</code>{' '}
          <WarehouseState active={warehouse.active} /> ·{' '}
          <Link to="/warehouses" className="link">
            {t.warehouses.back}
          </Link>
        </p>
      }
    >
      <CountForm {...typed} />
      {differences && (
        <Differences differences={differences} onRecord={() => setIsRecording(true)} />
      )}
      {differences && isRecording && (
        <RecordCount
          warehouse={warehouse}
          differences={differences}
          actionKey={actionKey}
          onClose={() => setIsRecording(false)}
          onRefused={typed.take}
          onDone={() => typed.change('')}
        />
      )}
    </Page>
  );
}

function CountForm(props: ReturnType<typeof usePreview>) {
  const { text, lines, differences, errors, isReading, change, read } = props;
  const t = useTexts();
  const { number } = useFormats();
  const areTooMany = isTooLong(lines);
  return (
    <Section title={t.warehouses.counted}>
      <form
        className="flex flex-col items-start gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          // Failures are part of the result.
          read().catch(() => undefined);
        }}
      >
        <p className="prose text-soft">{t.warehouses.countLead}</p>
        <Field label={t.warehouses.linesLabel} hint={t.warehouses.linesHint} className="w-full">
          <Textarea
            required
            rows={8}
            className="font-mono"
            spellCheck={false}
            readOnly={isReading}
            placeholder={'DEMO-0001, 12\nDEMO-0002, 0'}
            value={text}
            onChange={(event) => change(event.target.value)}
          />
        </Field>
        {areTooMany && <Notice tone="warn" title={t.warehouses.tooMany(number(lines.length))} />}
        <ErrorNotice errors={errors} />
        <Button
          type="submit"
          kind={differences ? 'plain' : 'primary'}
          disabled={isReading || areTooMany || lines.length === 0}
        >
          {isReading ? t.actions.running : t.warehouses.preview}
        </Button>
      </form>
    </Section>
  );
}
