import { type PointerEvent, useState } from 'react';
import { useTexts } from '../texts/texts';
import { classNames } from './class-names';
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

/**
 * A bar for each point of time, and the same numbers as a table. The value of the bar under the
 * pointer, or that the arrow keys have reached, is beside the title.
 */
export function BarChart({ title, bars, maxText }: BarChartProps) {
  const t = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = chosen === null ? undefined : bars[chosen];
  const max = Math.max(...bars.map(({ value, range }) => range?.high ?? value), 0);
  const step = width / Math.max(bars.length, 1);
  return (
    <figure className="min-w-0">
      <figcaption className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{title}</span>
        <span className={classNames('text-[0.8125rem]', shown ? 'text-ink' : 'text-soft')}>
          {shown ? textOfBar(shown) : max > 0 && t.overview.max(maxText)}
        </span>
      </figcaption>
      <div className="relative mt-2 rounded-xs has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="h-32 w-full border-b border-line-strong"
          role="img"
          aria-label={t.overview.chart(title)}
        >
          {bars.map(({ at, value, range }, index) => {
            const size = value === 0 ? 0 : Math.max((value / max) * height, visibleMin);
            return (
              <g key={at}>
                <rect
                  x={(index + gap / 2) * step}
                  y={height - size}
                  width={step * (1 - gap)}
                  height={size}
                  className={index === chosen ? 'fill-ink' : 'fill-accent-fill'}
                />
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
        {bars.length > 0 && (
          <BarChoice title={title} bars={bars} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
      <div className="mt-1 flex justify-between text-[0.8125rem] text-soft">
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      <ChartTable title={title} bars={bars} />
    </figure>
  );
}

const textOfBar = ({ label, text }: Bar): string => `${label}: ${text}`;

interface BarChoiceProps extends Pick<BarChartProps, 'title' | 'bars'> {
  readonly chosen: number | null;
  readonly onChoose: (index: number | null) => void;
}

/** An invisible slider over the bars: keys, touch and screen readers use it as any other. */
function BarChoice({ title, bars, chosen, onChoose }: BarChoiceProps) {
  const last = bars.length - 1;
  const index = chosen ?? last;
  const shown = bars[index];
  const under = ({ currentTarget, clientX }: PointerEvent<HTMLInputElement>): number => {
    const { left, width: all } = currentTarget.getBoundingClientRect();
    return Math.min(last, Math.max(0, Math.floor(((clientX - left) / all) * bars.length)));
  };
  return (
    <input
      type="range"
      className="absolute inset-0 size-full cursor-default opacity-0"
      aria-label={title}
      aria-valuetext={shown && textOfBar(shown)}
      min={0}
      max={last}
      value={index}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
      onFocus={() => onChoose(index)}
      onBlur={() => onChoose(null)}
      onPointerMove={(event) => onChoose(under(event))}
      onPointerLeave={() => onChoose(null)}
    />
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
