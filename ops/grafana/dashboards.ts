import { dashboardJson } from './dashboard-json';
import { gateway } from './gateway';
import { jobs } from './jobs';
import { orders } from './orders';
import { overview } from './overview';
import { stores } from './stores';

/** The contents of all dashboard files, by path in the repository. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  const dashboards = [overview, orders, gateway, stores, jobs];
  return new Map(
    dashboards.map((each) => [`ops/grafana/dashboards/${each.uid}.json`, dashboardJson(each)]),
  );
}
