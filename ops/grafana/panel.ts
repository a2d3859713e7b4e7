/** Units by the names that Grafana has for them. */
export type Unit = 'short' | 's' | 'bytes' | 'percentunit' | 'ops' | 'dateTimeFromNow';

export interface Query {
  readonly expr: string;
  /** The legend of a line: `{{label}}` is replaced by the value of a label. */
  readonly legend: string;
}

export interface Panel {
  readonly kind: 'timeseries' | 'stat';
  readonly title: string;
  /** What it shows and which values are good, for readers who see it for the first time. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** From this value on it is drawn red; `below` where less is worse. */
  readonly bad?: { readonly value: number; readonly side: 'above' | 'below' };
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** Name of its file, and of its address in Grafana. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

type PanelOptions = Omit<Panel, 'kind' | 'queries'>;

/** Lines over time, one or more a query. */
export function lines(options: PanelOptions, queries: Readonly<Record<string, string>>): Panel {
  const named = Object.entries(queries).map(([legend, expr]) => ({ legend, expr }));
  return { kind: 'timeseries', ...options, queries: named };
}

/** One number, as it is now. */
export function figure(options: PanelOptions, expr: string): Panel {
  return { kind: 'stat', ...options, queries: [{ legend: options.title, expr }] };
}

/**
 * A quantile over all processes, by the labels that are named.
 * @param histogram its name without `_bucket`.
 */
export function quantile(share: number, histogram: string, by = ''): string {
  const labels = by === '' ? 'le' : `le, ${by}`;
  return `histogram_quantile(${share}, sum by (${labels}) (rate(${histogram}_bucket[5m])))`;
}
