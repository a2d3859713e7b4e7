import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import {
  cursorKey,
  type ListTotals,
  type Page,
  pageOf,
  pageRequest,
  totalsOf,
} from '../../../platform/graphql/connection';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import { badUserInput } from '../../../platform/graphql/errors';
import { textProblem } from '../../../platform/values/text';
import type { UsersContext } from '../context';
import { emailCharactersMax } from '../domain/account';
import { UserConnection } from '../schema/user-connection';
import type { Account } from '../store/accounts';

const order = 'newest';
const cursorKeys = [cursorKey.instant, cursorKey.uuid];

type ListedUsers = Page<Account> & ListTotals;

/** Rejects forged cursors, which would cause errors in the database. */
function checkedSearch(search: string | null): string | null {
  if (search === null) return null;
  const problem = textProblem(search, { charactersMax: emailCharactersMax, isOptional: true });
  if (problem !== null) throw badUserInput(`\`search\`: ${problem}`, 'search');
  return search.trim() || null;
}

@Resolver()
export class UsersOperation {
  @Query(() => UserConnection, {
    nullable: true,
    description: 'All accounts, newest first. SUPPORT and ADMIN only.',
  })
  async users(
    @Arg('first', () => Int, firstArgument())
    first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Arg('search', () => String, {
      nullable: true,
      description:
        'A whole e-mail address, an id, or the beginning of a name. Null means all accounts.',
    })
    search: string | null = null,
    @Ctx() { store }: UsersContext,
  ): Promise<ListedUsers> {
    const page = pageRequest(first, after, order, cursorKeys);
    const term = checkedSearch(search);
    const rows = await store.accounts.page(term, page);
    return {
      ...pageOf(rows, page, order, (row) => [row.createdAt.toISOString(), row.id]),
      ...totalsOf(() => store.accounts.count(term)),
    };
  }
}
