import { subgraphNames } from '../../config/subgraphs';

const head = `-- Generated from config/subgraphs.ts by npm run generate; not to be edited.
-- Run once, when the volume of PostgreSQL is new: a database for each subgraph and an account that
-- owns it, can read no other and is not a superuser. The passwords are those of docker-compose.yml.
`;

/** `roles.sql`, which the PostgreSQL of the containers begins with. */
export function rolesSql(): string {
  const roles = subgraphNames.map((name) => `CREATE ROLE ${name} LOGIN PASSWORD '${name}';\n`);
  const databases = subgraphNames.map((name) => `CREATE DATABASE ${name} OWNER ${name};\n`);
  const all = subgraphNames.join(', ');
  const closed = `REVOKE CONNECT, TEMPORARY ON DATABASE ${all} FROM PUBLIC;\n`;
  return [head + roles.join(''), databases.join(''), closed].join('\n');
}
