import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../../platform/process/repository-root';

const rulesFolder = 'ops/prometheus/rules';
const testsFolder = `${rulesFolder}/tests`;

const texts = z.record(z.string(), z.string());
const alertSchema = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  labels: texts,
  annotations: texts,
});
const recordSchema = z.strictObject({ record: z.string(), expr: z.string() });
const rulesSchema = z.object({
  groups: z.array(z.object({ rules: z.array(z.union([alertSchema, recordSchema])) })),
});
const testsSchema = z.object({
  tests: z.array(
    z.object({
      name: z.string(),
      input_series: z.array(z.object({ series: z.string(), values: z.string() })).min(1),
      alert_rule_test: z.array(
        z.object({
          eval_time: z.string(),
          alertname: z.string(),
          exp_alerts: z.array(z.unknown()),
        }),
      ),
    }),
  ),
});

export type Alert = z.output<typeof alertSchema>;
export type RuleTest = z.output<typeof testsSchema>['tests'][number];

const yamlOf = (folder: string): string[] =>
  readdirSync(path.join(repositoryRoot, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`);

const read = (file: string): unknown =>
  parse(readFileSync(path.join(repositoryRoot, file), 'utf8'));

/** The arguments of promtool, relative to the root of the repository. */
export const ruleFiles = yamlOf(rulesFolder);
export const ruleTestFiles = yamlOf(testsFolder);

const rules = ruleFiles
  .flatMap((file) => rulesSchema.parse(read(file)).groups)
  .flatMap((group) => group.rules);

export const alerts: readonly Alert[] = rules.filter((rule) => 'alert' in rule);
/** Names of the recording rules, which alerts and dashboards may use. */
export const recorded: ReadonlySet<string> = new Set(
  rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])),
);
export const ruleExpressions: readonly string[] = rules.map(({ expr }) => expr);
export const ruleTests: readonly RuleTest[] = ruleTestFiles.flatMap(
  (file) => testsSchema.parse(read(file)).tests,
);
