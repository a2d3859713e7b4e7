import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { UsersContext } from '../context';
import { accountProblems, canonicalEmail } from '../domain/account';
import { ImportedCustomerInput } from '../schema/import-customers.input';
import { ImportedCustomers } from '../schema/import-customers.result';

const customersMax = 5_000;
const referenceCharactersMax = 100;

/** Imports customers, each once. Nobody can sign in as them. */
@Resolver()
export class ImportCustomersOperation {
  @Mutation(() => ImportedCustomers, {
    description: `Imports up to ${customersMax} customers. An account that was imported before does not change.`,
  })
  async importCustomers(
    @Arg('customers', () => [ImportedCustomerInput]) customers: ImportedCustomerInput[],
    @Ctx() { store }: UsersContext,
  ): Promise<ImportedCustomers> {
    if (customers.length > customersMax) throw badUserInput(`Up to ${customersMax} customers.`);
    const byReference = new Map(customers.map((customer) => [customer.reference, customer]));
    const accounts = [...byReference.values()].map(accountOf);
    const { ids, created } = await store.accountImports.take(accounts);
    const userIds = customers.map(({ reference }) => {
      const id = ids.get(reference);
      if (id === undefined) throw new Error('An imported customer has no account.');
      return id;
    });
    return { userIds, created };
  }
}

/** @throws BAD_USER_INPUT if the input is not a valid account. */
function accountOf(customer: ImportedCustomerInput) {
  const { reference, createdAt } = customer;
  const [problem] = accountProblems({ ...customer, password: null });
  if (problem) throw badUserInput(`\`${problem.path.join('.')}\`: ${problem.message}`);
  if (reference.length < 1 || reference.length > referenceCharactersMax) {
    throw badUserInput(`\`reference\` takes 1 to ${referenceCharactersMax} characters.`);
  }
  return {
    reference,
    email: canonicalEmail(customer.email),
    name: customer.name.trim(),
    createdAt,
  };
}
