import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { ImportedCancellationInput } from '../schema/import-cancellations.input';
import {
  ImportedCancellationOutcome,
  ImportedCancellations,
} from '../schema/import-cancellations.result';

/** The longest cancellation that is imported, after others in the same call. */
const linesMax = 21_000;

/** Imports cancellations of imported orders, without changing stock or payments. */
@Resolver()
export class ImportCancellationsOperation {
  @Mutation(() => ImportedCancellations, {
    description:
      `Imports up to ${linesMax} lines, all lines of a cancellation in one call. Each applies to the ` +
      'latest earlier imported order of the same customer and SKU. Safe to repeat.',
  })
  async importCancellations(
    @Arg('lines', () => [ImportedCancellationInput]) lines: ImportedCancellationInput[],
    @Ctx() { store }: OrdersContext,
  ): Promise<ImportedCancellations> {
    if (lines.length > linesMax) throw badUserInput(`\`lines\` takes up to ${linesMax}.`);
    for (const { customerId, quantity } of lines) {
      if (!isUuid(customerId)) throw badUserInput('`customerId` takes a uuid.');
      if (quantity < 1) throw badUserInput('`quantity` takes at least 1.');
    }
    const outcomes = await store.cancellationImports.take(lines);
    return { outcomes: outcomes.map((outcome) => ImportedCancellationOutcome[outcome]) };
  }
}
