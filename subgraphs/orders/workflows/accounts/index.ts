export { disableLockedOwners } from './disable-locked-owners';
export { type BulkTextsElsewhere, eraseCustomers } from './erase-customers';
