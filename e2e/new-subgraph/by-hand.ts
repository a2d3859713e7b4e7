/**
 * Text to insert behind or before another text, which the file has once; with neither, a new file.
 */
interface Insertion {
  readonly file: string;
  readonly behind?: string;
  readonly before?: string;
  readonly text: string;
}

/** What a person writes outside the room, in the order of the recipe in AGENTS.md. */
export const byHand: readonly Insertion[] = [
  // 2. Its row, and what its admin port asks users.
  {
    file: 'config/subgraphs.ts',
    behind: "    internalCallers: ['orders', 'cli'],\n    ownSettings: {},\n  },\n",
    text: `  reviews: {
    port: 4104,
    adminPort: 4205,
    internalCallers: ['cli'],
    ownSettings: {},
  },
`,
  },
  {
    file: 'config/subgraphs.ts',
    behind: "internalCallers: ['gateway', 'inventory', 'orders', ",
    text: "'reviews', ",
  },
  // 3. Its composition.
  {
    file: 'cli/topology/compose-subgraphs.ts',
    behind: "import { ordersSubgraph } from '../../subgraphs/orders/subgraph';\n",
    text: `import { internalRules as reviewsInternalRules } from '../../subgraphs/reviews/internal/callers';
import * as reviewsOperations from '../../subgraphs/reviews/operations';
import { rules as reviewsRules } from '../../subgraphs/reviews/rules';
import { reviewsSubgraph } from '../../subgraphs/reviews/subgraph';
`,
  },
  {
    file: 'cli/topology/compose-subgraphs.ts',
    behind: '    internalRules: ordersInternalRules,\n  },\n',
    text: `  reviews: {
    operations: reviewsOperations,
    rules: reviewsRules,
    internalRules: reviewsInternalRules,
  },
`,
  },
  {
    file: 'cli/topology/compose-subgraphs.ts',
    behind: '  return { users, ',
    text: "reviews: reviewsSubgraph(commonOptions('reviews')), ",
  },
  // 4. Where it runs.
  {
    file: 'docker-compose.yml',
    behind: '  ORDERPROCESSING_SERVICES_ORDERS_URL: https://orders:4103\n',
    text: '  ORDERPROCESSING_SERVICES_REVIEWS_URL: https://reviews:4104\n',
  },
  {
    file: 'docker-compose.yml',
    behind: 'x-databases: &databases\n',
    text: '  ORDERPROCESSING_DATABASE_REVIEWS_URL_FILE: /part/reviews-database-url\n',
  },
  {
    file: 'docker-compose.yml',
    behind: '      orders: { condition: service_healthy }\n',
    text: '      reviews: { condition: service_healthy }\n',
  },
  {
    file: 'docker-compose.yml',
    behind: '      - { type: volume, source: part-orders, target: /parts/orders }\n',
    text: '      - { type: volume, source: part-reviews, target: /parts/reviews }\n',
  },
  {
    file: 'docker-compose.yml',
    behind: '\n  part-orders:\n',
    text: '  part-reviews:\n',
  },
  {
    file: 'docker-compose.yml',
    behind: '\nservices:\n',
    text: `  reviews:
    <<: *part
    command: ['node', 'dist/subgraphs/reviews/main.js']
    environment:
      <<: *environment
      ORDERPROCESSING_DATABASE_REVIEWS_URL_FILE: /part/reviews-database-url
      ORDERPROCESSING_DATABASE_REVIEWS_REPLICA_URLS_FILE: \${ORDERPROCESSING_DATABASE_REVIEWS_REPLICA_URLS_FILE:-}
    volumes:
      - { type: volume, source: part-reviews, target: /part, read_only: true }
      - { type: volume, source: backup-state, target: /backup-state, read_only: true }
      - *settings
    healthcheck:
      <<: *health
      test: ['CMD', 'node', '-e', "fetch('http://127.0.0.1:4205/ready').then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
    depends_on:
      certificates: { condition: service_completed_successfully }
      migrate: { condition: service_completed_successfully }
      redis: { condition: service_healthy }

`,
  },
  {
    file: 'ops/postgres/back-up.sh',
    behind: '"orders":"%s"',
    text: ',"reviews":"%s"',
  },
  {
    file: 'ops/postgres/back-up.sh',
    behind: '"$at" "$at" "$at"',
    text: ' "$at"',
  },
  // 5. Who may do what, and who may call it.
  {
    file: 'e2e/permissions/matrix.ts',
    behind: 'Query.quote                      y  y  y  y  y  y  y           y  y  y  y  y  y\n',
    text: 'Query.review                     y  y  y  y  y  y  y           y  y  y  y  y  y\n',
  },
  {
    file: 'tools/generate/permissions/internal-callers.test.ts',
    behind:
      "    inventory: ['actorRights', 'admitAdmin', 'appendAuditEntries', 'flagOverrides'],\n",
    text: "    reviews: ['admitAdmin', 'flagOverrides'],\n",
  },
  {
    file: 'tools/generate/permissions/internal-callers.test.ts',
    behind: 'readonly string[]>>> = {\n',
    text: "  reviews: { cli: ['reviewCount'] },\n",
  },
  // 6. How long its rows are kept, what its metrics say, and what changed for users.
  {
    file: 'tools/generate/pages/retention.ts',
    behind: '  inventory: inInventory,\n',
    text: `  reviews: [
    {
      what: 'reviews',
      tables: ['reviews'],
      retained: 'for ever',
      deletedBy: 'nobody',
      file: 'subgraphs/reviews/store/reviews.ts',
    },
  ],
`,
  },
  {
    file: 'docs/observability.md',
    before: '| `build_info` |',
    text: '| `reviews_read_total` | counter | Reviews read by id, by outcome: found or missing. | reviews |\n',
  },
  {
    file: '.changeset/reviews.md',
    text: '---\nkind: added\n---\n\nReviews of products: `review(id)`.\n',
  },
];
