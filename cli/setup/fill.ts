import { randomBytes } from 'node:crypto';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { type Ask, openRooms } from '../import/rooms';
import { whileWorking } from '../program/while-working';
import type { AdministratorFile, NewAdministrator } from './administrator';
import { type Answers, none } from './questions';

const createAdministrator = /* GraphQL */ `
  mutation ($email: EmailAddress!, $name: String!, $password: String!) {
    createAdministrator(email: $email, name: $name, password: $password) {
      secret uri recoveryCodes
    }
  }
`;
const createWarehouse = /* GraphQL */ `
  mutation ($warehouses: [NewWarehouseInput!]!) { createWarehouses(warehouses: $warehouses) }
`;

const passwordBytes = 18;

/** What is in the databases now. Null for what this run was not asked for. */
export interface Filled {
  readonly administrator: { readonly email: string; readonly isNew: boolean } | null;
  readonly warehouse: { readonly code: string; readonly isNew: boolean } | null;
}

type Show = (created: NewAdministrator) => void;

async function fillUsers(
  users: Ask,
  answers: Answers,
  show: Show,
): Promise<Filled['administrator']> {
  const { adminEmail: email, adminName, adminPassword = none } = answers;
  if (email === undefined) return null;
  const isRandom = adminPassword === none;
  const password = isRandom ? randomBytes(passwordBytes).toString('base64url') : adminPassword;
  const variables = { email, name: adminName, password };
  const { createAdministrator: created } = await users<{
    createAdministrator: Omit<NewAdministrator, 'email' | 'password'> | null;
  }>(createAdministrator, variables);
  if (created !== null) show({ ...created, email, password: isRandom ? password : null });
  return { email, isNew: created !== null };
}

async function fillInventory(inventory: Ask, answers: Answers): Promise<Filled['warehouse']> {
  const { warehouse: code, warehouseName: name, warehouseCountry: country } = answers;
  if (code === undefined) return null;
  const { createWarehouses } = await inventory<{ createWarehouses: number }>(createWarehouse, {
    warehouses: [{ code, name, country }],
  });
  return { code, isNew: createWarehouses === 1 };
}

/**
 * Creates the administrator and the warehouse in the databases of the configuration, which are
 * migrated first. What exists does not change.
 * @param file receives what the administrator needs; null to `show` it.
 */
export async function fillShop(
  lifecycle: Lifecycle,
  answers: Answers,
  file: AdministratorFile | null,
  show: Show,
): Promise<Filled> {
  let isWritten = false;
  const write = (created: NewAdministrator) => {
    if (file === null) show(created);
    else file.write(created);
    isWritten = true;
  };
  try {
    const { users, inventory } = await whileWorking('Preparing', openRooms(lifecycle, 'setup'));
    const warehouse = await fillInventory(inventory, answers);
    return { administrator: await fillUsers(users, answers, write), warehouse };
  } finally {
    if (!isWritten) file?.remove();
  }
}
