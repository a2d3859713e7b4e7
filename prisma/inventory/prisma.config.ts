import { defineConfig } from 'prisma/config';

// `prisma generate` and `prisma validate` need no schema engine, but the command downloads one
// before it looks at what it was asked. Any program that exists keeps it off the network; the
// `migrate` commands, which do need the engine, get its real path from the person who runs them.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
