// The page of the search, for a link with the words in it.
import { connectSearch } from './view.mjs';

const input = document.querySelector('#search-words');
const update = connectSearch({
  input,
  status: document.querySelector('#search-status'),
  list: document.querySelector('#search-results'),
});
input.value = new URLSearchParams(location.search).get('q')?.trim() ?? '';
await update();
