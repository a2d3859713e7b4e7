import { useData } from '../../api/hooks';
import { DemandForecastDocument, type DemandForecastQuery } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { BarChart } from '../../ui/bar-chart';
import { Skeleton } from '../../ui/list-body';
import { ErrorNotice } from '../../ui/notice';
import { Section } from '../../ui/page';

type DemandPoint = NonNullable<
  NonNullable<DemandForecastQuery['product']>['demandForecast']
>[number];

/** What is expected to be ordered of a product in the coming days. */
export function DemandForecast({ sku }: { readonly sku: string }) {
  const t = useTexts();
  const loaded = useData(DemandForecastDocument, { sku });
  const product = loaded.data?.product;
  return (
    <Section title={t.products.forecast}>
      <ErrorNotice errors={loaded.errors} onRetry={loaded.reload} />
      {!product && loaded.isLoading && <Skeleton />}
      {product?.demandForecast && <ForecastChart points={product.demandForecast} />}
      {product?.demandForecast === null && loaded.errors.length === 0 && (
        <p className="text-soft">{t.products.noForecast}</p>
      )}
    </Section>
  );
}

function ForecastChart({ points }: { readonly points: readonly DemandPoint[] }) {
  const t = useTexts();
  const { day, number, roundNumber } = useFormats();
  const total = points.reduce((sum, { expected }) => sum + expected, 0);
  const max = Math.max(...points.map(({ high }) => high), 0);
  return (
    <>
      <p className="mb-3 text-soft">{t.products.forecastLead(number(Math.round(total)))}</p>
      <BarChart
        title={t.products.forecastChart}
        maxText={roundNumber(max)}
        bars={points.map(({ date, expected, low, high }) => ({
          at: date,
          label: day(date),
          value: expected,
          range: { low, high },
          text: t.products.forecastText(roundNumber(expected), roundNumber(low), roundNumber(high)),
        }))}
      />
    </>
  );
}
