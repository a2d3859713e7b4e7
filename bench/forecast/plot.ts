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

const [width, height, margin, legendWidth] = [900, 420, 60, 230];
const colors = ['#1a1f2b', '#0b5cad', '#b4530a', '#3f7d20', '#8a3ea8'] as const;
const ticks = 4;
const rounding = 10;

const rounded = (value: number): number => Math.round(value * rounding) / rounding;

/** Draws lines over a common axis as SVG, with the values of both axes and a legend. */
export function svgOf({ title, unit, places, lines }: Plot): string {
  const most = Math.max(1, ...lines.flatMap(({ values }) => values));
  const right = width - legendWidth;
  const x = (index: number): number =>
    rounded(margin + (index * (right - margin)) / Math.max(1, places.length - 1));
  const y = (value: number): number =>
    rounded(height - margin - (Math.max(0, value) * (height - 2 * margin)) / most);
  const grid = Array.from({ length: ticks + 1 }, (_, index) => (most * index) / ticks).map(
    (value) =>
      `<line x1="${margin}" x2="${right}" y1="${y(value)}" y2="${y(value)}" stroke="#c9ced6"/>` +
      `<text x="${margin - 6}" y="${y(value) + 4}" text-anchor="end">${Math.round(value)}</text>`,
  );
  const axis = places.map(
    (place, index) =>
      `<text x="${x(index)}" y="${height - margin + 18}" text-anchor="middle">${escapeHtml(place)}</text>`,
  );
  const drawn = lines.map(({ name, values }, index) => {
    const color = colors[index % colors.length];
    const points = values.map((value, place) => `${x(place)},${y(value)}`).join(' ');
    const at = margin + index * 20;
    return (
      `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="2"/>` +
      `<line x1="${right + 16}" x2="${right + 36}" y1="${at}" y2="${at}" stroke="${color}" stroke-width="2"/>` +
      `<text x="${right + 42}" y="${at + 4}">${escapeHtml(name)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${margin}" y="24" font-size="16">${escapeHtml(title)}</text>`,
    `<text x="${margin}" y="44">${escapeHtml(unit)}</text>`,
    ...grid,
    ...axis,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}
