export { disableLockedOwners } from './disable-locked-owners';
export { eraseCustomers } from './erase-customers';
