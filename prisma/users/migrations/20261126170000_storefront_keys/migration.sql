-- Keys of servers that render pages for visitors who are not signed in.
ALTER TYPE "Scope" ADD VALUE 'STOREFRONT';
