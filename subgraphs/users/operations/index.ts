import { ApiKeyFields, ApiKeysOperation } from './api-keys';
import { AssignRolesOperation } from './assign-roles';
import { AuditLogOperation } from './audit-log';
import { ChangePasswordOperation } from './change-password';
import { ConfirmSecondFactorOperation } from './confirm-second-factor';
import { ConfirmTotpOperation } from './confirm-totp';
import { CreateApiKeyOperation } from './create-api-key';
import { DataExportsOperation } from './data-exports';
import { DeleteAddressOperation } from './delete-address';
import { DeleteViewOperation } from './delete-view';
import { DisownChangeOperation } from './disown-change';
import { EndSessionsOperation } from './end-sessions';
import { EnrolTotpOperation } from './enrol-totp';
import { EraseAccountOperation } from './erase-account';
import { ExportMyDataOperation } from './export-my-data';
import { FeatureFlagsOperation } from './feature-flags';
import { LockAccountOperation } from './lock-account';
import { LoginOperation } from './login';
import { LogoutOperation } from './logout';
import { LogoutEverywhereOperation } from './logout-everywhere';
import { MeOperation } from './me';
import { RefreshSessionOperation } from './refresh-session';
import { RegisterOperation } from './register';
import { RemoveSecondFactorOperation } from './remove-second-factor';
import { RequestDataExportOperation } from './request-data-export';
import { RequestEmailVerificationOperation } from './request-email-verification';
import { RequestPasswordResetOperation } from './request-password-reset';
import { ResetFeatureFlagOperation } from './reset-feature-flag';
import { ResetPasswordOperation } from './reset-password';
import { ResetSecondFactorOperation } from './reset-second-factor';
import { RevokeApiKeyOperation } from './revoke-api-key';
import { RotateApiKeyOperation } from './rotate-api-key';
import { SaveAddressOperation } from './save-address';
import { SaveViewOperation } from './save-view';
import { SavedViewsOperation } from './saved-views';
import { SetFeatureFlagOperation } from './set-feature-flag';
import { UnlockAccountOperation } from './unlock-account';
import { UpdateProfileOperation } from './update-profile';
import { UserFields, UserOperation } from './user';
import { UsersOperation } from './users';
import { VerifyEmailOperation } from './verify-email';

/** The operations that clients call through the gateway, and the field resolvers of their types. */
export const operations = [
  ApiKeyFields,
  ApiKeysOperation,
  AssignRolesOperation,
  AuditLogOperation,
  ChangePasswordOperation,
  ConfirmSecondFactorOperation,
  ConfirmTotpOperation,
  CreateApiKeyOperation,
  DataExportsOperation,
  DeleteAddressOperation,
  DisownChangeOperation,
  EndSessionsOperation,
  EnrolTotpOperation,
  EraseAccountOperation,
  ExportMyDataOperation,
  FeatureFlagsOperation,
  LockAccountOperation,
  LoginOperation,
  LogoutEverywhereOperation,
  LogoutOperation,
  MeOperation,
  RefreshSessionOperation,
  RegisterOperation,
  RemoveSecondFactorOperation,
  RequestDataExportOperation,
  RequestEmailVerificationOperation,
  RequestPasswordResetOperation,
  ResetPasswordOperation,
  ResetSecondFactorOperation,
  RevokeApiKeyOperation,
  RotateApiKeyOperation,
  SaveAddressOperation,
  DeleteViewOperation,
  ResetFeatureFlagOperation,
  SavedViewsOperation,
  SaveViewOperation,
  SetFeatureFlagOperation,
  UnlockAccountOperation,
  UpdateProfileOperation,
  UserFields,
  UserOperation,
  UsersOperation,
  VerifyEmailOperation,
];
