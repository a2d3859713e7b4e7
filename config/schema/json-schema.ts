import { z } from 'zod';
import { configSchema } from '.';
import { isDefaultSecret } from './secrets';

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
      },
    }),
  };
}
