import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { badUserInput, forbidden } from '../../platform/graphql/errors';
import { EmailAddress } from '../../platform/graphql/scalars';
import type { UsersContext } from './context';
import { accountProblems, canonicalEmail } from './domain/account';
import { ActorRightsOperation } from './operations/actor-rights';
import { AdmitAdminOperation } from './operations/admit-admin';
import { AppendAuditEntriesOperation } from './operations/append-audit-entries';
import { AuditChainOperation } from './operations/audit-chain';
import { CheckCredentialsOperation } from './operations/check-credentials';
import { EmailOfAccountOperation } from './operations/email-of-account';
import { ErasedAccountsOperation } from './operations/erased-accounts';
import { ImportCustomersOperation } from './operations/import-customers';
import { LockedAccountsOperation } from './operations/locked-accounts';
import { RotateSigningKeyOperation } from './operations/rotate-signing-key';
import { RotateSigningKeyWhenOldOperation } from './operations/rotate-signing-key-when-old';
import { Role } from './schema/role';
import { SigningKey } from './schema/signing-key';

/** The internal schema of users, for the other services and the project's tools. */
@Resolver()
export class InternalOperation {
  @Query(() => [SigningKey], {
    description:
      'All keys whose tokens may still be valid, newest first; the first one is made here.',
  })
  async signingKeys(@Ctx() { signingKeys }: UsersContext): Promise<SigningKey[]> {
    return signingKeys.published();
  }

  @Query(() => ID, { nullable: true })
  async userIdByEmail(
    @Arg('email', () => String) email: string,
    @Ctx() { store }: UsersContext,
  ): Promise<string | null> {
    return (await store.accounts.byEmail(canonicalEmail(email)))?.id ?? null;
  }

  @Query(() => String, {
    nullable: true,
    description: 'A fresh access token of an account, outside production only; null without one.',
  })
  async accessTokenFor(
    @Arg('email', () => String) email: string,
    @Ctx() { store, sessions, tokensOnRequest }: UsersContext,
  ): Promise<string | null> {
    if (!tokensOnRequest) throw forbidden();
    const account = await store.accounts.byEmail(canonicalEmail(email));
    return account === null || account.lockedAt !== null
      ? null
      : (await sessions.accessToken(account)).token;
  }

  @Mutation(() => ID, {
    description:
      'Creates an account, for demo data and imports. Without a password nobody can sign in. ' +
      'An account that exists stays as it is; its id is the answer. Audited.',
  })
  async createAccount(
    @Arg('email', () => EmailAddress) written: string,
    @Arg('name', () => String) name: string,
    @Arg('password', () => String, { nullable: true }) password: string | null = null,
    @Arg('roles', () => [Role]) roles: Role[],
    @Ctx() { store, passwords, signal }: UsersContext,
  ): Promise<string> {
    const problems = accountProblems({ email: written, name, password });
    const [problem] = problems;
    if (problem) throw badUserInput(`\`${problem.path.join('.')}\`: ${problem.message}`);
    if (roles.length === 0) throw badUserInput('`roles` must not be empty.');
    const email = canonicalEmail(written);
    const existing = await store.accounts.byEmail(email);
    if (existing !== null) return existing.id;

    const nobody = { address: null, account: null };
    const passwordHash =
      password === null ? null : await passwords.run(nobody, ({ hash }) => hash(password), signal);
    const account = { email, name: name.trim(), passwordHash, roles: [...new Set(roles)] };
    const created = await store.accounts.createAudited(account, (accountId) => ({
      actor: 'system',
      action: 'user.create',
      subject: `User:${accountId}`,
      detail: { roles: account.roles.join(' ') },
    }));
    const id = created ?? (await store.accounts.byEmail(email))?.id;
    if (id === undefined) throw new Error('The created account was not found.');
    return id;
  }
}

export const internalOperations = [
  InternalOperation,
  ActorRightsOperation,
  AdmitAdminOperation,
  AppendAuditEntriesOperation,
  AuditChainOperation,
  CheckCredentialsOperation,
  EmailOfAccountOperation,
  ErasedAccountsOperation,
  ImportCustomersOperation,
  LockedAccountsOperation,
  RotateSigningKeyOperation,
  RotateSigningKeyWhenOldOperation,
];
