/** Grafana's names of units. */
export type Unit = 'short' | 's' | 'bytes' | 'percentunit' | 'ops' | 'dateTimeFromNow';

export interface Query {
  readonly expr: string;
  /** The legend of a line; `{{label}}` is replaced by the value of a label. */
  readonly legend: string;
}

export interface Panel {
  readonly kind: 'timeseries' | 'stat';
  readonly title: string;
  /** What it shows and which values are good, for readers who see it for the first time. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** The value from which it is red; `below` if lower values are worse. */
  readonly bad?: { readonly value: number; readonly side: 'above' | 'below' };
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** The name of its file, also used in its URL. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

type PanelOptions = Omit<Panel, 'kind' | 'queries'>;

/** A time series panel, with one or more lines per query. */
export function lines(options: PanelOptions, queries: Readonly<Record<string, string>>): Panel {
  const named = Object.entries(queries).map(([legend, expr]) => ({ legend, expr }));
  return { kind: 'timeseries', ...options, queries: named };
}

/** A panel with the current value. */
export function figure(options: PanelOptions, expr: string): Panel {
  return { kind: 'stat', ...options, queries: [{ legend: options.title, expr }] };
}

/**
 * A quantile over all processes, grouped by labels.
 * @param histogram the name without `_bucket`.
 */
export function quantile(share: number, histogram: string, by = ''): string {
  const labels = by === '' ? 'le' : `le, ${by}`;
  return `histogram_quantile(${share}, sum by (${labels}) (rate(${histogram}_bucket[5m])))`;
}
