import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { EXAMPLES } from "../run/harness.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const DOCS = fileURLToPath(new URL("../../docs/editors.md", import.meta.url));

const EMACS = "/usr/bin/emacs";
const hasEglot =
  spawnSync(EMACS, ["-q", "--batch", "--eval", "(require 'eglot)"], { stdio: "ignore" }).status === 0;
const why = !hasEglot
  ? " (skipped: no Emacs with Eglot; apt install emacs-nox, and elpa-eglot before Emacs 29)"
  : existsSync(MAIN)
    ? ""
    : " (skipped: not built; npm run build)";

/** Opens the module as the docs' lines say, waits for what is found, and writes it. */
const SCRIPT = `
(require 'eglot)
LINES
(setq eglot-sync-connect 120 eglot-connect-timeout 240)
(find-file (concat FOLDER "/signal-exit.c"))
(apply #'eglot (eglot--guess-contact))
(let ((tries 0))
  (while (and (< tries 600) (null (flymake-diagnostics)))
    (accept-process-output nil 0.2)
    (when (= 0 (mod tries 20)) (flymake-start))
    (setq tries (1+ tries))))
(with-temp-file (concat FOLDER "/said")
  (let ((found (with-current-buffer "signal-exit.c"
                 (mapcar (lambda (d) (format "%d: %s" (line-number-at-pos (flymake-diagnostic-beg d))
                                             (flymake-diagnostic-text d)))
                         (flymake-diagnostics)))))
    (insert (mapconcat #'identity found "\\n"))))
`;

test.skipIf(why !== "")(`the docs' lines for Emacs show a finding in batch mode${why}`, () => {
  const [, lines = ""] =
    /```elisp\n(\(with-eval-after-load 'eglot[^]*?)```/.exec(readFileSync(DOCS, "utf8")) ?? [];
  expect(lines).toContain('"unoops" "lsp"');
  const folder = mkdtempSync(join(tmpdir(), "unoops-emacs-"));
  try {
    copyFileSync(join(EXAMPLES, "signal-exit.c"), join(folder, "signal-exit.c"));
    const command = [process.execPath, MAIN, "lsp"].map((word) => JSON.stringify(word)).join(" ");
    const script = SCRIPT.replace("LINES", () => lines.replace('"unoops" "lsp"', () => command));
    writeFileSync(join(folder, "script.el"), script.replaceAll("FOLDER", JSON.stringify(folder)));
    execFileSync(EMACS, ["-q", "--batch", "-l", join(folder, "script.el")], {
      timeout: 400_000,
      stdio: "ignore",
      env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), HOME: folder },
    });
    expect(readFileSync(join(folder, "said"), "utf8")).toMatch(
      /^32: .*\[kthread-stop-after-exit\]: kthread_stop\(\)/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
