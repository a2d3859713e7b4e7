import { z } from 'zod';
import { configSchema } from '.';
import { isDefaultSecret } from './secrets';

type Schema = z.core.JSONSchema.BaseSchema;

/** Writes a value that may be null as one value of two types, which is shorter than two schemas. */
function mergeNull(schema: Schema): void {
  const [value, empty] = schema.anyOf ?? [];
  if (schema.anyOf?.length !== 2 || empty?.type !== 'null' || value?.enum !== undefined) return;
  if (typeof value?.type !== 'string') return;
  delete schema.anyOf;
  Object.assign(schema, value, { type: [value.type, 'null'] });
}

/** A JSON Schema of `config.yaml`, from which editors complete and check it. */
export function configJsonSchema(): object {
  return {
    title: 'config.yaml',
    ...z.toJSONSchema(configSchema, {
      target: 'draft-07',
      io: 'input',
      // Checks in code, such as those of production, are made when the configuration is read.
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        if (isDefaultSecret(jsonSchema.default)) delete jsonSchema.default;
        mergeNull(jsonSchema);
      },
    }),
  };
}
