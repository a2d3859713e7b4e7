import { escapeHtml } from '../../platform/values/html';

/** A line of a plot: its name and its values, one for each place on the axis. */
export interface Line {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Plot {
  readonly title: string;
  /** What the values are, with their unit. */
  readonly unit: string;
  /** The places on the axis, such as days. */
  readonly places: readonly string[];
  readonly lines: readonly Line[];
}

const [width, axisY, top, left, margin] = [560, 360, 60, 66, 40] as const;
/** The legend is below, so that a phone shows the plot in a readable size. */
const legendRow = 20;
const placeWidth = 84;
const colors = ['#0b5cad', '#b4530a', '#3f7d20', '#1a1f2b', '#8a3ea8'] as const;
const ticks = 4;
const tickSteps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;
const rounding = 10;

const rounded = (value: number): number => Math.round(value * rounding) / rounding;

/** The distance of round ticks, four of which reach the largest value. */
function tickStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / ticks));
  return power * (tickSteps.find((step) => step * power * ticks >= most) ?? 1);
}

/** Draws lines over a common axis as SVG, with the values of both axes and a legend. */
export function svgOf({ title, unit, places, lines }: Plot): string {
  const step = tickStep(Math.max(1, ...lines.flatMap(({ values }) => values)));
  const right = width - margin;
  const x = (index: number): number =>
    rounded(left + (index * (right - left)) / Math.max(1, places.length - 1));
  const y = (value: number): number =>
    rounded(axisY - (Math.max(0, value) * (axisY - top)) / (ticks * step));
  const grid = Array.from({ length: ticks + 1 }, (_, index) => step * index).map(
    (value) =>
      `<line x1="${left}" x2="${right}" y1="${y(value)}" y2="${y(value)}" stroke="#c9ced6"/>` +
      `<text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString('en')}</text>`,
  );
  const every = Math.ceil((places.length * placeWidth) / (right - left));
  const axis = places.flatMap((place, index) =>
    index % every === 0
      ? [`<text x="${x(index)}" y="${axisY + 20}" text-anchor="middle">${escapeHtml(place)}</text>`]
      : [],
  );
  const drawn = lines.map(({ name, values }, index) => {
    const color = colors[index % colors.length];
    const points = values.map((value, place) => `${x(place)},${y(value)}`).join(' ');
    const at = axisY + margin + (index + 1) * legendRow;
    return (
      `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="2"/>` +
      `<line x1="${left}" x2="${left + 24}" y1="${at}" y2="${at}" stroke="${color}" stroke-width="2"/>` +
      `<text x="${left + 32}" y="${at + 4}">${escapeHtml(name)}</text>`
    );
  });
  const height = axisY + margin + (lines.length + 1) * legendRow;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="14">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${margin}" y="24" font-size="17">${escapeHtml(title)}</text>`,
    `<text x="${margin}" y="44">${escapeHtml(unit)}</text>`,
    ...grid,
    ...axis,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}
