import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EXAMPLES } from "../run/harness.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = join(ROOT, "dist/cli/main.js");
/** Where Debian 13 has it, and where editors/helix/install.sh puts it. */
const HELIX = ["/usr/bin/hx", join(ROOT, "editors/helix/hx")].find((path) => existsSync(path));
const hasTmux = spawnSync("tmux", ["-V"], { stdio: "ignore" }).status === 0;
const why =
  HELIX === undefined
    ? " (skipped: no Helix; editors/helix/install.sh)"
    : !hasTmux
      ? " (skipped: no terminal to show it in; apt install tmux)"
      : existsSync(MAIN)
        ? ""
        : " (skipped: not built; npm run build)";
const WAIT = 180_000;

const folder = mkdtempSync(join(tmpdir(), "unoops-helix-"));
const socket = join(folder, "tmux");
const module = join(folder, "signal-exit.c");
const tmux = (...words: string[]): string =>
  execFileSync("tmux", ["-S", socket, ...words], {
    encoding: "utf8",
    env: {
      ...process.env,
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, "config"),
      XDG_CACHE_HOME: join(folder, "cache"),
    },
  });

/** What the terminal shows, once it shows `text`. */
const shows = async (text: RegExp): Promise<string> => {
  const until = Date.now() + WAIT;
  for (;;) {
    const screen = tmux("capture-pane", "-p");
    if (text.test(screen)) return screen;
    if (Date.now() > until) throw new Error(`the terminal never showed ${text.source}:\n${screen}`);
    await sleep(200);
  }
};

/** Helix with the docs' lines as all of its settings, on a module with one bug. */
beforeAll(async () => {
  if (HELIX === undefined || why !== "") return;
  const docs = readFileSync(join(ROOT, "docs/editors.md"), "utf8");
  const [, lines = ""] = /```toml\n(\[language-server\.unoops\][^]*?)```/.exec(docs) ?? [];
  const command = 'command = "unoops"\nargs = ["lsp"]';
  expect(lines).toContain(command);
  mkdirSync(join(folder, "config/helix"), { recursive: true });
  writeFileSync(
    join(folder, "config/helix/languages.toml"),
    lines.replace(
      command,
      () => `command = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(MAIN)}, "lsp"]`,
    ),
  );
  copyFileSync(join(EXAMPLES, "signal-exit.c"), module);
  tmux("-f", "/dev/null", "new-session", "-d", "-x", "140", "-y", "45", HELIX, module);
  await shows(/●.*kthread_stop\(k\)/);
}, 2 * WAIT);

afterAll(() => {
  if (why === "") tmux("kill-server");
  rmSync(folder, { recursive: true });
});

test.skipIf(why !== "")(
  `Helix with the docs' lines shows a finding, its rule, and a patch that is proven${why}`,
  async () => {
    tmux("send-keys", "32gg", "gs", "Space", "k");
    const rule = await shows(/kthread-stop-after-exit: kthread_stop\(\)/);
    expect(rule).toContain("gives up its last reference");

    tmux("send-keys", "Escape");
    tmux("send-keys", "Space", "a");
    const actions = await shows(/Mend \(proven\)/);
    expect(actions).toMatch(/Run this finding/);
    expect(actions).toMatch(/Ignore kthread-stop-after-exit here, with a reason/);

    tmux("send-keys", "Enter");
    const mended = await shows(/unoops: Mended: .*\(proven, linux [\d.]+\)/);
    expect(mended).toContain("signal-exit.c [+]"); // changed, and not written: that is the user's to do
    expect(mended).not.toMatch(/●/);
  },
  3 * WAIT,
);
