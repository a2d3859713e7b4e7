// What the website is made of: the pages of docs/, where each is served, and how it is listed.
import { globSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';

/** `source` in the project, `route` below /docs/, `label` in the list of pages. */
const page = (source, route, label) => ({ source, route, label });
const guide = (name, label) => page(`docs/guides/${name}.md`, `guides/${name}`, label);
const operators = (name, label) => page(`docs/${name}.md`, `operators/${name}`, label);

const start = [
  page('docs/guides/README.md', 'index', 'Overview'),
  guide('quickstart-web', 'Quickstart: web shop'),
  guide('quickstart-mobile', 'Quickstart: mobile app'),
  guide('quickstart-partner', 'Quickstart: partner'),
  guide('setup', 'Shell setup'),
];

const guides = [
  guide('graphql-clients', 'Your own GraphQL client'),
  guide('sign-in', 'Sign-in and recovery'),
  guide('api-keys', 'Keys and scopes'),
  guide('idempotency', 'Idempotency'),
  guide('errors', 'Errors and retries'),
  guide('pagination', 'Pagination'),
  guide('live-updates', 'Live updates'),
  guide('warehouses', 'Warehouses and stock'),
  guide('webhooks', 'Webhooks'),
  guide('payments', 'Payments and 3-D Secure'),
  guide('rate-limits', 'Limits'),
  guide('testing', 'Testing'),
  guide('versioning', 'Changes and deprecation'),
];

const examples = [
  page('examples/web/README.md', 'examples/web', 'A shop on the web'),
  page('examples/mobile/README.md', 'examples/mobile', 'Mobile apps'),
  page('examples/partner/README.md', 'examples/partner', "A partner's program"),
];

const reference = [
  page('client/README.md', 'reference/sdk', 'SDK'),
  page('docs/failures.md', 'reference/errors', 'Error codes'),
  page('docs/webhook-events.md', 'reference/webhook-events', 'Webhook events'),
  page('docs/permissions.md', 'reference/permissions', 'Who may do what'),
];

const operating = [
  operators('start', 'Start a shop'),
  operators('open-your-shop', 'Open your shop'),
  operators('production', 'Production checklist'),
  operators('first-hour', 'The first hour'),
  operators('commands', 'Commands'),
  operators('configuration', 'Configuration'),
  operators('limits', 'All limits'),
  operators('observability', 'Observability'),
  operators('sla', 'Objectives'),
  operators('on-call', 'On call'),
  operators('incidents', 'Incidents'),
  operators('post-mortem-template', 'Post-mortem template'),
  operators('releases', 'Releases'),
  operators('workflow-versions', 'Versions of workflows'),
  operators('disaster-recovery', 'Disaster recovery'),
  operators('failover', 'Failover'),
  operators('business-continuity', 'Business continuity'),
  operators('drills', 'Drills'),
  operators('drill-inventory-stopped', 'A drill in full'),
  operators('operations-findings', 'Findings of the operations review'),
  page('docs/knowledge/README.md', 'operators/knowledge', 'Knowledge base'),
  operators('capacity', 'Capacity and cost'),
  operators('scaling', 'Scaling'),
  operators('data-map', 'Data map'),
  operators('retention', 'Retention'),
  operators('privacy', 'Personal data'),
  operators('retries', 'Retries'),
  operators('forecasts', 'Demand forecasts'),
  operators('fraud-model', 'Fraud score'),
  operators('performance', 'Performance'),
  operators('chaos-results', 'Fault harness'),
  page('ops/kubernetes/README.md', 'operators/kubernetes', 'Kubernetes'),
  page('ops/patroni/README.md', 'operators/patroni', 'Patroni'),
  page('SECURITY.md', 'operators/security', 'Reporting vulnerabilities'),
  operators('security/threat-model', 'Threat model'),
  operators('security/pci-dss', 'PCI DSS'),
  operators('security/findings', 'Findings of the security review'),
  operators('installed-packages', 'Installed packages'),
  operators('glossary', 'Glossary'),
];

const changelog = page('CHANGELOG.md', 'changelog', 'Changelog');

export const pages = [...start, ...guides, ...examples, ...reference, ...operating, changelog];

/** Written from docs/openapi.yaml. */
export const endpointsRoute = 'reference/http-endpoints';

/** Folders whose pages are all taken. */
export const folders = [
  { source: 'docs/runbooks', route: 'operators/runbooks' },
  { source: 'docs/knowledge/entries', route: 'operators/faults' },
  { source: 'docs/knowledge/lessons', route: 'operators/lessons' },
];

/** Served below /docs/ by their file names. */
export const pictures = ['docs/trace-of-an-order.svg'];

/** Groups of the GraphQL reference: the folders of steps/schema-pages.mjs, and their labels. */
const schemaGroups = [
  ['queries', 'Queries'],
  ['mutations', 'Mutations'],
  ['subscriptions', 'Subscriptions'],
  ['objects', 'Types'],
  ['inputs', 'Inputs'],
  ['enums', 'Enums'],
  ['unions', 'Unions'],
  ['interfaces', 'Interfaces'],
  ['scalars', 'Scalars'],
];

const linkTo = ({ route, label }) => ({ label, link: route === 'index' ? '/' : `/${route}/` });

/** Starlight's own lists of folders look in src/content/docs only, and would be empty. */
function pagesIn(content, directory) {
  const folder = join(content, directory);
  return globSync('*.{md,mdx}', { cwd: folder })
    .sort()
    .map((file) => {
      const [, title] = /^title: (.+)$/m.exec(readFileSync(join(folder, file), 'utf8'));
      return { label: JSON.parse(title), link: `/${directory}/${parse(file).name}/` };
    });
}

/** @param content the folder that the steps of the build have written. */
export function sidebarOf(content) {
  const listed = (label, directory) => ({
    label,
    collapsed: true,
    items: pagesIn(content, directory),
  });
  return [
    { label: 'Start', items: start.map(linkTo) },
    { label: 'Guides', items: guides.map(linkTo) },
    { label: 'Examples', items: examples.map(linkTo) },
    {
      label: 'Reference',
      items: [
        ...reference.map(linkTo),
        linkTo({ route: endpointsRoute, label: 'HTTP endpoints' }),
        ...schemaGroups.map(([folder, label]) => listed(label, `reference/${folder}`)),
      ],
    },
    {
      label: 'Operators',
      items: [
        ...operating.map(linkTo),
        listed('Runbooks', 'operators/runbooks'),
        listed('Faults', 'operators/faults'),
        listed('Lessons', 'operators/lessons'),
      ],
    },
    linkTo(changelog),
  ];
}
