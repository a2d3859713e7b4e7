import { msSince, type TimeAxis, timeAxis } from './time-axis';
import { type Bar, type Row, rowsOf } from './tree';

const width = 1_200;
const margin = 28;
const nameWidth = 372;
const indent = 13;
const rowHeight = 23;
const barHeight = 13;
const barWidthMin = 2.5;
const headHeight = 118;
const footHeight = 26;
/** Space right of the last bar for its length. */
const labelWidth = 56;
const labelGap = 5;

const ink = { strong: '#0f172a', plain: '#334155', faint: '#64748b', line: '#e2e8f0' };
const stripe = '#f8fafc';

/** By process; legible on white, and distinguishable for colour-blind readers. */
const colours: Readonly<Record<string, string>> = {
  client: '#475569',
  gateway: '#1d4ed8',
  users: '#be185d',
  orders: '#047857',
  inventory: '#c2410c',
  'orders-jobs': '#7e22ce',
};

const colourOf = (process: string): string => colours[process] ?? ink.plain;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const at = (value: number): string => String(Math.round(value * 10) / 10);

/** At least two significant digits from 1 ms on; anything shorter is just short. */
const lengthOf = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;

interface Writing {
  readonly size?: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** White around the letters, for text over lines. */
  readonly halo?: boolean;
}

function writing(x: number, y: number, text: string, style: Writing = {}): string {
  const { size = 12, weight = 400, fill = ink.plain, anchor = 'start', halo = false } = style;
  const around = halo ? 'paint-order="stroke" stroke="#ffffff" stroke-width="4" ' : '';
  const attributes = `${around}font-size="${size}" font-weight="${weight}" fill="${fill}"`;
  return `<text x="${at(x)}" y="${at(y)}" ${attributes} text-anchor="${anchor}">${escaped(text)}</text>`;
}

const line = (x1: number, y1: number, x2: number, y2: number, more: string): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${more}/>`;

/** Upper estimate of the width of a letter in the legend; only a browser knows the real one. */
const legendLetterWidth = 8.4;

function legendOf(rows: readonly Row[]): string[] {
  let x = margin;
  return [...new Set(rows.map(({ process }) => process))].flatMap((process) => {
    const count = rows.filter((row) => row.process === process).length;
    const left = x;
    x += 52 + process.length * legendLetterWidth;
    return [
      `<rect x="${at(left)}" y="66" width="12" height="12" rx="3" fill="${colourOf(process)}"/>`,
      `<text x="${at(left + 18)}" y="76.5" font-size="12.5" font-weight="600" fill="${ink.strong}">` +
        `${escaped(process)} <tspan font-weight="400" fill="${ink.faint}">${count}</tspan></text>`,
    ];
  });
}

function heading(rows: readonly Row[]): string[] {
  return [
    writing(margin, 34, 'One order, from the client’s traceparent to its webhooks', {
      size: 20,
      weight: 650,
      fill: ink.strong,
    }),
    writing(
      margin,
      54,
      `${rows.length} spans. Each row is a span below its parent, coloured by process; ` +
        'pauses in which nothing happens are cut out.',
      { fill: ink.faint },
    ),
    ...legendOf(rows),
  ];
}

function grid({ ticks, cuts }: TimeAxis, bottom: number): string[] {
  const top = headHeight - 8;
  return [
    ...ticks.flatMap(({ x, ms }) => [
      line(x, top, x, bottom, `stroke="${ink.line}"`),
      writing(x, top - 6, `${ms} ms`, { size: 11, fill: ink.faint, anchor: 'middle' }),
    ]),
    ...cuts.flatMap(({ x, leftOutMs }) => [
      `<rect x="${at(x - 9)}" y="${at(top)}" width="18" height="${at(bottom - top)}" fill="#f1f5f9"/>`,
      line(x, top, x, bottom, 'stroke="#94a3b8" stroke-dasharray="2 4"'),
      writing(x, bottom + 15, `⋯ ${Math.round(leftOutMs)} ms`, {
        size: 10.5,
        fill: ink.faint,
        anchor: 'middle',
      }),
    ]),
  ];
}

function rowOf(row: Row, first: Row, index: number, axis: TimeAxis): string[] {
  const y = headHeight + index * rowHeight;
  const middle = y + rowHeight / 2;
  const { startMs, endMs } = msSince(row, first);
  const x = axis.xOf(startMs);
  const length = Math.max(barWidthMin, axis.xOf(endMs) - x);
  const colour = colourOf(row.process);
  const nameX = margin + row.depth * indent;
  const title = `${row.process}: ${row.name}, ${lengthOf(endMs - startMs)} from ${lengthOf(startMs)} on`;
  return [
    '<g>',
    `<title>${escaped(title)}</title>`,
    `<circle cx="${at(nameX + 4)}" cy="${at(middle)}" r="4" fill="${colour}"/>`,
    writing(nameX + 14, middle + 4, row.name, {
      weight: row.depth === 0 ? 600 : 400,
      fill: ink.strong,
    }),
    `<rect x="${at(x)}" y="${at(middle - barHeight / 2)}" width="${at(length)}" height="${barHeight}" rx="2.5" fill="${colour}"/>`,
    writing(x + length + labelGap, middle + 4, lengthOf(endMs - startMs), {
      size: 11,
      halo: true,
    }),
    '</g>',
  ];
}

/** The lines from a row down to its last child, as in a tree view. */
function branches(rows: readonly Row[]): string[] {
  return rows.flatMap((row, index) => {
    const last = rows.findLastIndex(({ parentId }) => parentId === row.id);
    if (last < 0) return [];
    const x = margin + row.depth * indent + 4;
    const yOf = (at: number) => headHeight + at * rowHeight + rowHeight / 2;
    return [line(x, yOf(index), x, yOf(last), 'stroke="#cbd5e1"')].concat(
      rows.flatMap((child, below) =>
        child.parentId === row.id
          ? [line(x, yOf(below), x + indent, yOf(below), 'stroke="#cbd5e1"')]
          : [],
      ),
    );
  });
}

/** The line at which the client has its response; everything to its right is asynchronous. */
function answerLine(first: Row, axis: TimeAxis, bottom: number): string[] {
  const { endMs } = msSince(first, first);
  const x = axis.xOf(endMs);
  return [
    line(
      x,
      headHeight - 8,
      x,
      bottom,
      `stroke="${colourOf(first.process)}" stroke-dasharray="4 3"`,
    ),
    writing(x - 8, bottom + 15, `answered after ${lengthOf(endMs)}`, {
      size: 11,
      weight: 600,
      fill: colourOf(first.process),
      anchor: 'end',
    }),
  ];
}

/**
 * The spans of one trace as a self-contained SVG, without external fonts, scripts or styles.
 * @param bars the root span first.
 * @throws Error when there are none.
 */
export function drawTrace(bars: readonly Bar[]): string {
  const rows = rowsOf(bars);
  const [first] = rows;
  if (first === undefined) throw new Error('There is no span to draw.');
  const bottom = headHeight + rows.length * rowHeight;
  const height = bottom + footHeight;
  const axis = timeAxis(rows, margin + nameWidth, width - margin - labelWidth);
  const stripes = rows.flatMap((_row, index) =>
    index % 2 === 0
      ? [
          `<rect x="${margin - 10}" y="${headHeight + index * rowHeight}" width="${width - 2 * margin + 20}" height="${rowHeight}" fill="${stripe}"/>`,
        ]
      : [],
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif" role="img" aria-label="The trace of one order">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...heading(rows),
    ...stripes,
    ...grid(axis, bottom),
    ...branches(rows),
    ...answerLine(first, axis, bottom),
    ...rows.flatMap((row, index) => rowOf(row, first, index, axis)),
    '</svg>\n',
  ].join('\n');
}
