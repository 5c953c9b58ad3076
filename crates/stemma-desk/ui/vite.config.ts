import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";
import { countries } from "./build/countries.mjs";

/** Where a desk runs while its pages are worked on: `stemma serve --listen 127.0.0.1:8675`. */
const SERVER = process.env.STEMMA_DESK ?? "http://127.0.0.1:8675";

/** What the server answers; all other addresses are the one page. */
const ANSWERED = "^/(?!src/|node_modules/)[^@]*\\.(json|csv|geojson)(\\?.*)?$|^/(live|intake|fixes|reliability)(/.*)?(\\?.*)?$|^/pages/[^/]+/original$";

/** `/intake` and `/fixes` are views where a browser goes to them. */
function isView({ method, headers, url }: { method?: string; headers: { accept?: string }; url?: string }): string | undefined {
  return method === "GET" && headers.accept?.includes("text/html") ? url : undefined;
}

export default defineConfig({
  plugins: [preact(), countries()],
  // What is in e2e/ needs a browser and the built program: `npm run e2e`.
  test: { include: ["src/**/*.test.{ts,tsx}"] },
  build: {
    // The policy of the desk allows no inline script or style, and no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      [ANSWERED]: { target: SERVER, changeOrigin: true, headers: { origin: SERVER }, bypass: isView },
    },
  },
});
