import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'true', // Element Plus still asks for it in a few places
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    outDir: path('../../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // Every browser that runs this code preloads modules itself; without the polyfill no inline script is needed.
    modulePreload: { polyfill: false },
  },
});
