import { subgraphNames } from '../../config/subgraphs';

const head = `-- Generated from config/subgraphs.ts by npm run generate; not to be edited.
-- Run once by psql, when the volume of PostgreSQL is new: for each subgraph a database, a role that
-- owns and migrates it, and a role that the subgraph serves with. None is a superuser or can read
-- another database. The password of each role is in a file, ROLE-password, in the folder /part, where
-- the container certificates has created them, or in another: psql --set folder=FOLDER.
\\if :{?folder}
\\else
  \\set folder /part
\\endif
`;

/** The roles, each with a password of its own. */
const roles = subgraphNames.flatMap((name) => [`${name}_owner`, name]);

/** `roles.sql`, which the PostgreSQL of the containers begins with. */
export function rolesSql(): string {
  const created = roles.map(
    (role) =>
      `\\set ${role} \`cat :'folder'/${role}-password\`\nCREATE ROLE ${role} LOGIN PASSWORD :'${role}';\n`,
  );
  const databases = subgraphNames.map((name) => `CREATE DATABASE ${name} OWNER ${name}_owner;\n`);
  const all = subgraphNames.join(', ');
  const closed = `REVOKE CONNECT, TEMPORARY ON DATABASE ${all} FROM PUBLIC;\n`;
  return [head + created.join(''), databases.join(''), closed].join('\n');
}

/** The statements that psql makes of it where the password of each role is its name. */
export function roleStatements(): string[] {
  const filled = rolesSql()
    .replace(/^ *\\.*$/gm, '')
    .replace(/^--.*$/gm, '')
    .replace(/:'(\w+)'/g, "'$1'");
  return filled.split(';').filter((statement) => statement.trim() !== '');
}
