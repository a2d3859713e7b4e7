import type { Dashboard, Panel, Row } from './panel';

/** The data source in `provisioning/datasources/prometheus.yml`. */
const datasource = { type: 'prometheus', uid: 'prometheus' };
/** The schema version of Grafana 11; newer versions migrate it when they load it. */
const schemaVersion = 39;

const columns = 24;
const rowHeight = 1;
const panelSizes = { timeseries: { w: 12, h: 8 }, stat: { w: 6, h: 4 } };

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function thresholds({ bad }: Panel) {
  if (bad === undefined) return { mode: 'absolute', steps: [{ color: 'green', value: null }] };
  const [first, then] = bad.side === 'above' ? ['green', 'red'] : ['red', 'green'];
  const steps = [
    { color: first, value: null },
    { color: then, value: bad.value },
  ];
  return { mode: 'absolute', steps };
}

const options = {
  stat: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'area' },
  timeseries: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
};

function panelJson(panel: Panel, id: number, gridPos: Place) {
  const { kind, title, description, unit, queries } = panel;
  return {
    id,
    type: kind,
    title,
    description,
    gridPos,
    datasource,
    fieldConfig: { defaults: { unit, min: 0, thresholds: thresholds(panel) }, overrides: [] },
    options: options[kind],
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      expr,
      legendFormat: legend,
    })),
  };
}

/** Places panels from left to right in lines. @returns the position of the next panel. */
function placed(row: Row, top: number): { places: Place[]; bottom: number } {
  const places: Place[] = [];
  let [x, y, height] = [0, top, 0];
  for (const { kind } of row.panels) {
    const { w, h } = panelSizes[kind];
    if (x + w > columns) [x, y, height] = [0, y + height, 0];
    places.push({ x, y, w, h });
    [x, height] = [x + w, Math.max(height, h)];
  }
  return { places, bottom: y + height };
}

const origin: Place = { x: 0, y: 0, w: 0, h: 0 };

/** A dashboard in Grafana's JSON model, for provisioning. */
export function dashboardJson({ uid, title, rows }: Dashboard): string {
  const panels: object[] = [];
  let top = 0;
  for (const row of rows) {
    const gridPos = { x: 0, y: top, w: columns, h: rowHeight };
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      gridPos,
      panels: [],
    });
    const { places, bottom } = placed(row, top + rowHeight);
    for (const [index, panel] of row.panels.entries()) {
      panels.push(panelJson(panel, panels.length + 1, places[index] ?? origin));
    }
    top = bottom;
  }
  const model = {
    uid,
    title,
    tags: ['orderprocessing'],
    timezone: 'browser',
    schemaVersion,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [] },
    annotations: { list: [] },
    panels,
  };
  return `${JSON.stringify(model, null, 2)}\n`;
}
