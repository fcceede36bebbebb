import { defineConfig } from "vitest/config";

/** `quick` is `npm test`: Node only, under two minutes. `slow` runs in CI: generated programs, long searches. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.slow.test.ts"],
          testTimeout: 60_000,
        },
      },
      { test: { name: "slow", include: ["test/**/*.slow.test.ts"], testTimeout: 1_800_000 } },
    ],
  },
});
