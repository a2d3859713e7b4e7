export { DisableLockedOwners } from './disable-locked-owners';
export { EraseCustomers } from './erase-customers';
export { QueueAccountMails } from './queue-account-mails';
