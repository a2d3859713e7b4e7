import { useTexts } from '../texts/texts';
import { ScrollRegion } from './scroll-region';

export interface Bar {
  readonly at: string;
  /** The label for people, on the axis and in the table. */
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** The interval of the value, drawn as a line. */
  readonly range?: { readonly low: number; readonly high: number };
}

interface BarChartProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** The upper end of the scale as people read it. */
  readonly maxText: string;
}

const width = 600;
const height = 120;
const gap = 0.25;
const middle = 0.5;

/** The part of a bar that is always visible, so that little is not taken for nothing. */
const visibleMin = 1.5;

/** A bar for each point of time, and the same numbers as a table. */
export function BarChart({ title, bars, maxText }: BarChartProps) {
  const t = useTexts();
  const max = Math.max(...bars.map(({ value, range }) => range?.high ?? value), 0);
  const step = width / Math.max(bars.length, 1);
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{title}</span>
        <span className="text-[0.8125rem] text-soft">{max > 0 && t.overview.max(maxText)}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="mt-2 h-32 w-full border-b border-line-strong"
        role="img"
        aria-label={t.overview.chart(title)}
      >
        {bars.map(({ at, label, value, text, range }, index) => {
          const size = value === 0 ? 0 : Math.max((value / max) * height, visibleMin);
          return (
            <g key={at}>
              <rect
                x={(index + gap / 2) * step}
                y={height - size}
                width={step * (1 - gap)}
                height={size}
                className="fill-accent-fill"
              >
                <title>{`${label}: ${text}`}</title>
              </rect>
              {range && max > 0 && (
                <line
                  x1={(index + middle) * step}
                  x2={(index + middle) * step}
                  y1={height - (range.low / max) * height}
                  y2={height - (range.high / max) * height}
                  vectorEffect="non-scaling-stroke"
                  className="stroke-line-strong stroke-2"
                />
              )}
            </g>
          );
        })}
      </svg>
      <div className="mt-1 flex justify-between text-[0.8125rem] text-soft">
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      <ChartTable title={title} bars={bars} />
    </figure>
  );
}

function ChartTable({ title, bars }: Pick<BarChartProps, 'title' | 'bars'>) {
  const t = useTexts();
  return (
    <details className="mt-2">
      <summary className="text-[0.8125rem] text-accent">{t.overview.asTable}</summary>
      <ScrollRegion label={title} className="mt-2 max-h-64">
        <table className="w-full text-left">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="text-soft">
              <th scope="col" className="py-1 font-medium">
                {t.overview.time}
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {title}
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ at, label, text }) => (
              <tr key={at} className="border-t border-line">
                <th scope="row" className="py-1 font-normal">
                  {label}
                </th>
                <td className="py-1 text-right">{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
