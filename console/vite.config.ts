import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'
import { mockApi } from './dev/mock.ts'

export default defineConfig({
  base: '/console/',
  plugins: [
    vue(),
    components({ resolvers: [ElementPlusResolver({ importStyle: 'css' })], dirs: [], dts: false }),
    mockApi(), // serves made-up data in `npm run dev` and `npm run preview`; nothing of it is built
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { fs: { allow: ['..'] } }, // the reference of refusals, which lib/reason.ts reads
  build: {
    outDir: 'target/classes/META-INF/resources/console',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content policy allows no data: scripts or fonts, so nothing is inlined
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
    env: { TZ: 'America/New_York' }, // no test may depend on the machine's own time zone
  },
})
