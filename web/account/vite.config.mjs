import { defineConfig } from 'vite';
import { pageConfig } from '../theme/vite.mjs';

export default defineConfig(pageConfig('account'));
