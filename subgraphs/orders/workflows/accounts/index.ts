export { DisableLockedOwners } from './disable-locked-owners';
export { EraseCustomers } from './erase-customers';
