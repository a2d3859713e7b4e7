import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { BarChart } from '../../ui/bar-chart';
import { FilterSelect } from '../../ui/filter-bar';
import { Skeleton } from '../../ui/list-body';
import { ErrorNotice } from '../../ui/notice';
import { Section } from '../../ui/page';
import {
  byTime,
  highest,
  isRange,
  labelOf,
  type Range,
  revenues,
  type StatsPoint,
  totalsOf,
} from './stats-range';
import { useStats } from './use-stats';

const route = getRouteApi('/');

const defaultRange: Range = 'day';

/** Orders, revenue and the time to decide them, for a range in the URL. */
export function Figures() {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const range = isRange(search.range) ? search.range : defaultRange;
  const loaded = useStats(range);
  const points = loaded.data;
  return (
    <Section
      title={t.overview.figures}
      actions={
        <FilterSelect
          label={t.overview.range}
          value={range}
          options={Object.entries(t.overview.ranges)}
          onChange={(chosen) => navigate({ search: { range: chosen } })}
        />
      }
    >
      <ErrorNotice errors={loaded.errors} isPartial={Boolean(points)} onRetry={loaded.reload} />
      {!points && loaded.isLoading && <Skeleton />}
      {points && <LoadedFigures points={points} range={range} />}
    </Section>
  );
}

interface LoadedFiguresProps {
  readonly points: readonly StatsPoint[];
  readonly range: Range;
}

function LoadedFigures({ points, range }: LoadedFiguresProps) {
  const t = useTexts();
  const formats = useFormats();
  const { number, money, shortMoney } = formats;
  const totals = totalsOf(points);
  const times = byTime(points);
  const sums = revenues(points);
  const placedMax = Math.max(...times.map(({ placed }) => placed), 0);
  return (
    <div className="flex flex-col gap-6">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 xl:grid-cols-[repeat(4,1fr)_auto_auto]">
        <Figure name={t.overview.placed}>{number(totals.placed)}</Figure>
        <Figure name={t.orderStatus.CONFIRMED}>{number(totals.confirmed)}</Figure>
        <Figure name={t.orderStatus.REJECTED}>{number(totals.rejected)}</Figure>
        <Figure name={t.orderStatus.CANCELLED}>{number(totals.cancelled)}</Figure>
        <Figure name={t.overview.revenue}>
          {sums.length === 0 && '–'}
          {sums.map(({ sum }) => (
            <span key={sum.currency} className="block">
              {shortMoney(sum)}
            </span>
          ))}
        </Figure>
        <Figure name={t.overview.decided}>
          <Decided ms={totals.decidedMsP99} />
        </Figure>
      </dl>
      <div className="grid gap-6 lg:grid-cols-2">
        <BarChart
          title={t.overview.placed}
          maxText={number(placedMax)}
          bars={times.map(({ at, placed }) => ({
            at,
            label: labelOf(range, at, formats),
            value: placed,
            text: number(placed),
          }))}
        />
        {sums.map(({ sum: { currency }, points: inCurrency }) => (
          <BarChart
            key={currency}
            title={t.overview.revenueIn(currency)}
            maxText={shortMoney(highest(inCurrency))}
            bars={inCurrency.map(({ at, revenue }) => ({
              at,
              label: labelOf(range, at, formats),
              value: Number(revenue.amount),
              text: money(revenue),
            }))}
          />
        ))}
      </div>
    </div>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-soft">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight">{children}</dd>
    </div>
  );
}

/** The time that orders should be decided in, by docs/sla.md. */
const decidedMsObjective = 5_000;

function Decided({ ms }: { readonly ms: number | null }) {
  const t = useTexts();
  const { duration } = useFormats();
  if (ms === null) return '–';
  const objective = duration(decidedMsObjective);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {duration(ms)}
      {ms <= decidedMsObjective ? (
        <Badge tone="good">{t.overview.withinObjective(objective)}</Badge>
      ) : (
        <Badge tone="bad">{t.overview.overObjective(objective)}</Badge>
      )}
    </span>
  );
}
