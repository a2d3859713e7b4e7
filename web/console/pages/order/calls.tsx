import { useMemo } from 'react';
import type {
  OrderDetailFragment,
  OrderEffectKind,
  OrderEffectState,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge, type Tone } from '../../ui/badge';
import { type Column, DataTable } from '../../ui/data-table';
import { Section } from '../../ui/page';
import { Time } from '../../ui/time';

type Call = NonNullable<OrderDetailFragment['effects']>[number];

const tones: Readonly<Record<OrderEffectState, Tone>> = {
  PENDING: 'warn',
  DONE: 'good',
  REFUSED: 'bad',
  SKIPPED: 'neutral',
};

const idOf = ({ kind, seq }: Call): string => `${kind} ${seq}`;

/** Whether the order needs several calls of the kind, such as one for each shipment. */
const isRepeated = (calls: readonly Call[], kind: OrderEffectKind): boolean =>
  calls.some((call) => call.kind === kind && call.seq > 1);

function useColumns(calls: readonly Call[]): readonly Column<Call>[] {
  const t = useTexts();
  const { duration, number } = useFormats();
  return useMemo(
    () => [
      {
        id: 'call',
        header: t.order.call,
        cell: ({ kind, seq }) => (
          <span className="font-medium">
            {t.order.callKinds[kind]}
            {isRepeated(calls, kind) && ` ${number(seq)}`}
          </span>
        ),
      },
      {
        id: 'state',
        header: t.orders.status,
        cell: ({ state }) => <Badge tone={tones[state]}>{t.order.callStates[state]}</Badge>,
      },
      {
        id: 'began',
        header: t.order.began,
        from: 'md',
        cell: ({ openedAt }) => <Time at={openedAt} exact />,
      },
      {
        id: 'took',
        header: t.order.took,
        isNumber: true,
        from: 'sm',
        cell: ({ openedAt, endedAt }) => (
          <span className="whitespace-nowrap">
            {endedAt ? duration(Date.parse(endedAt) - Date.parse(openedAt)) : '–'}
          </span>
        ),
      },
      {
        id: 'failed',
        header: t.order.failedAttempts,
        isNumber: true,
        from: 'sm',
        cell: ({ failedAttempts }) => number(failedAttempts),
      },
      {
        id: 'next',
        header: t.order.nextAttempt,
        cell: ({ nextAttemptAt }) => (nextAttemptAt ? <Time at={nextAttemptAt} exact /> : '–'),
      },
    ],
    [t, duration, number, calls],
  );
}

/** What the order asked of inventory and of the payment provider, for staff. */
export function Calls({ order }: { readonly order: OrderDetailFragment }) {
  const { effects, traceUrl } = order;
  const t = useTexts();
  const calls = effects ?? noCalls;
  const columns = useColumns(calls);
  if (calls.length === 0) return null;
  return (
    <Section
      title={t.order.calls}
      isFlush
      actions={
        traceUrl && (
          <a href={traceUrl} target="_blank" rel="noopener noreferrer" className="link">
            {t.order.traces}
          </a>
        )
      }
    >
      <DataTable caption={t.order.calls} columns={columns} rows={calls} rowId={idOf} />
    </Section>
  );
}

const noCalls: readonly Call[] = [];
