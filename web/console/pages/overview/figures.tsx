import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type Loaded, useData } from '../../api/hooks';
import { OrderStatsDocument, type OrderStatsQuery } from '../../generated/documents';
import { sumOfDecimals } from '../../texts/decimals';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { BarChart } from '../../ui/bar-chart';
import { FilterSelect } from '../../ui/filter-bar';
import { Skeleton } from '../../ui/list-body';
import { ErrorNotice } from '../../ui/notice';
import { Section } from '../../ui/page';
import { boundsOf, isRange, type Range, ranges, type StatsPoint, totalsOf } from './stats-range';

const route = getRouteApi('/');

const defaultRange: Range = 'day';
const refreshMs = 30_000;

/** Figures of a range, read again while the page is visible. */
function useStats(range: Range, currency: string): Loaded<OrderStatsQuery> {
  const [now, setNow] = useState(Date.now);
  const variables = useMemo(
    () => ({ ...boundsOf(range, now), bucket: ranges[range].bucket, currency }),
    [range, now, currency],
  );
  const loaded = useData(OrderStatsDocument, variables);
  const { reload } = loaded;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return;
      setNow(Date.now());
      reload();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [reload]);
  return loaded;
}

/** Orders, revenue and the time to decide them, for a range in the URL. */
export function Figures({ currency }: { readonly currency: string }) {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const range = isRange(search.range) ? search.range : defaultRange;
  const loaded = useStats(range, currency);
  const points = loaded.data?.orderStats;
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
      <ErrorNotice errors={loaded.errors} onRetry={loaded.reload} />
      {!points && loaded.isLoading && <Skeleton />}
      {points && <LoadedFigures points={points} range={range} currency={currency} />}
    </Section>
  );
}

interface LoadedFiguresProps {
  readonly points: readonly StatsPoint[];
  readonly range: Range;
  readonly currency: string;
}

function LoadedFigures({ points, range, currency }: LoadedFiguresProps) {
  const t = useTexts();
  const { number, money, shortMoney, date, hour } = useFormats();
  const totals = totalsOf(points);
  const revenue = sumOfDecimals(points.map((point) => point.revenue.amount));
  const labelOf = ({ at }: StatsPoint) => (ranges[range].bucket === 'HOUR' ? hour(at) : date(at));
  const placedMax = Math.max(...points.map(({ placed }) => placed), 0);
  const revenueMax = Math.max(...points.map((point) => Number(point.revenue.amount)), 0);
  return (
    <div className="flex flex-col gap-6">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 xl:grid-cols-6">
        <Figure name={t.overview.placed}>{number(totals.placed)}</Figure>
        <Figure name={t.orderStatus.CONFIRMED}>{number(totals.confirmed)}</Figure>
        <Figure name={t.orderStatus.REJECTED}>{number(totals.rejected)}</Figure>
        <Figure name={t.orderStatus.CANCELLED}>{number(totals.cancelled)}</Figure>
        <Figure name={t.overview.revenue}>{shortMoney({ amount: revenue, currency })}</Figure>
        <Figure name={t.overview.decided}>
          <Decided ms={totals.decidedMsP99} />
        </Figure>
      </dl>
      <div className="grid gap-6 lg:grid-cols-2">
        <BarChart
          title={t.overview.placed}
          maxText={number(placedMax)}
          bars={points.map((point) => ({
            at: point.at,
            label: labelOf(point),
            value: point.placed,
            text: number(point.placed),
          }))}
        />
        <BarChart
          title={t.overview.revenue}
          maxText={shortMoney({ amount: String(revenueMax), currency })}
          bars={points.map((point) => ({
            at: point.at,
            label: labelOf(point),
            value: Number(point.revenue.amount),
            text: money(point.revenue),
          }))}
        />
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
