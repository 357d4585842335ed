import { defineConfig } from "vitest/config";

// Only the pure part is tested here; screens are tested in a browser (test/browser).
export default defineConfig({ test: { include: ["src/**/*.test.ts"] } });
