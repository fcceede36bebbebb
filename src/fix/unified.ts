import { createTwoFilesPatch, diffLines } from "diff";
import type { ChangedFile } from "../core/fix.ts";

/** One unified diff over all files, as `diff -u` prints it and `patch -p1` takes it. `shown` names a file below `a/` and `b/`. */
export function unifiedDiff(files: readonly ChangedFile[], shown: (path: string) => string): string {
  return files
    .map(({ path, before, after }) => {
      const name = shown(path);
      const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, "", "", { context: 3 });
      // its own first line of ====, and the tabs where diff(1) puts a time
      return patch
        .replace(/^=+\n/, "")
        .replace(/^(---|\+\+\+) (.*?)\t?$/gm, (line, sign: string, label: string) =>
          label === `a/${name}` || label === `b/${name}` ? `${sign} ${label}` : line,
        );
    })
    .join("");
}

/** Lines taken away and put in. */
export function sizeOf(files: readonly ChangedFile[]): number {
  return files
    .flatMap(({ before, after }) => diffLines(before, after))
    .reduce((sum, { added, removed, count = 0 }) => sum + (added || removed ? count : 0), 0);
}
