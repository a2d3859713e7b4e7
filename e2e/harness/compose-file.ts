import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../../platform/process/repository-root';

const words = z.array(z.string()).min(1);
const seconds = z.string().regex(/^\d+s$/);

/** The part of the Compose specification that is used here; an unknown name is an error. */
const containerSchema = z.strictObject({
  build: z.enum(['.', './ops/postgres']).optional(),
  image: z.string().regex(/^([a-z]+\/)?[a-z-]+(:v?\d[\w.-]*)?$/),
  profiles: words.optional(),
  entrypoint: words.optional(),
  command: words.optional(),
  environment: z.record(z.string().regex(/^[A-Z_]+$/), z.string()).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).optional(),
  volumes: z
    .array(
      z.strictObject({
        type: z.enum(['volume', 'bind']),
        source: z.string(),
        target: z.string(),
        read_only: z.boolean().optional(),
      }),
    )
    .optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({
        condition: z.enum(['service_healthy', 'service_started', 'service_completed_successfully']),
      }),
    )
    .optional(),
  healthcheck: z
    .strictObject({
      test: words,
      interval: seconds,
      timeout: seconds,
      retries: z.int(),
      start_period: seconds,
      start_interval: seconds,
    })
    .optional(),
  logging: z.strictObject({
    driver: z.literal('json-file'),
    options: z.strictObject({ 'max-size': z.literal('10m'), 'max-file': z.literal('5') }),
  }),
  mem_limit: z
    .string()
    .regex(/^\d+m$/)
    .optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  user: z.literal('postgres').optional(),
  tmpfs: words.optional(),
  cap_drop: words.optional(),
  security_opt: words.optional(),
  restart: z.enum(['no', 'unless-stopped']).optional(),
  stop_grace_period: seconds.optional(),
});
export type Container = z.output<typeof containerSchema>;

const composeSchema = z
  .looseObject({
    services: z.record(z.string(), containerSchema),
    volumes: z.record(z.string(), z.null()),
  })
  .refine((file) =>
    Object.keys(file).every((key) => ['services', 'volumes'].includes(key) || key.startsWith('x-')),
  );

/** The file as Compose merges it. */
export const compose = composeSchema.parse(
  parse(readFileSync(path.join(repositoryRoot, 'docker-compose.yml'), 'utf8'), { merge: true }),
);

/** The environment with the defaults that Compose fills in if no `.env` says otherwise. */
export function environmentOf({ environment = {} }: Container): Record<string, string> {
  const filled = Object.entries(environment).map(([name, value]) => [
    name,
    value.replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
  ]);
  return Object.fromEntries(filled) as Record<string, string>;
}

/** The program and its arguments. */
export const commandOf = ({ entrypoint = [], command = [] }: Container) => [
  ...entrypoint,
  ...command,
];
