import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DebugInfo, readElf } from "../../src/binary/index.ts";
import { binaryOf } from "./ring.ts";

const SOURCE = fileURLToPath(new URL("../fixtures/dwarf/ring.c", import.meta.url));

/** Compilers and machines; those that are not there are skipped. */
const COMPILERS = [
  ["gcc"],
  ["gcc", "-m32"],
  ["clang"],
  ["clang", "--target=aarch64-linux-gnu"],
  ["clang", "--target=arm-linux-gnueabi"],
  ["aarch64-linux-gnu-gcc"],
  ["arm-linux-gnueabi-gcc"],
  ["s390x-linux-gnu-gcc"],
  ["powerpc64le-linux-gnu-gcc"],
] as const;
const works = ([command, ...flags]: readonly string[]): boolean =>
  spawnSync(command ?? "", [...flags, "-c", "-xc", "-o", "/dev/null", "-"], { input: "int x;" }).status === 0;
const there = COMPILERS.filter(works);
const missing = COMPILERS.filter((each) => !there.includes(each)).map((each) => each.join(" "));
if (missing.length > 0) console.warn(`skipped, for they do not compile here: ${missing.join(", ")}`);

describe.each(there.map((each) => ({ command: each.join(" "), compiler: each })))(
  "$command",
  ({ compiler }) => {
    const folder = mkdtempSync(join(tmpdir(), "unoops-dwarf-"));
    let pointer = 8;
    beforeAll(() => {
      const [command = "", ...flags] = compiler;
      const { stdout } = spawnSync(command, [...flags, "-E", "-dM", "-xc", "-"], {
        input: "",
        encoding: "utf8",
      });
      pointer = /__SIZEOF_POINTER__ (\d)/.exec(stdout)?.[1] === "4" ? 4 : 8;
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test.each(
      [2, 3, 4, 5].flatMap((version) => ["-O0", "-O1", "-O2", "-Os"].map((level) => ({ version, level }))),
    )("DWARF $version, $level: the layout is the compiler's own", ({ version, level }) => {
      const [command = "", ...flags] = compiler;
      const object = join(folder, `ring${version}${level}.o`);
      const run = spawnSync(command, [
        ...flags,
        "-c",
        "-g",
        `-gdwarf-${version}`,
        level,
        "-o",
        object,
        SOURCE,
      ]);
      expect(String(run.stderr)).toBe("");
      const bytes = new Uint8Array(readFileSync(object));
      const read = (offset: number, length: number): Uint8Array => bytes.subarray(offset, offset + length);
      const known = readElf(read)?.functions.get("device_stop");
      expect(known).toBeDefined();
      const info = DebugInfo.open(read)?.functionAt("device_stop", (known?.address ?? 0n) + 4n);
      const types = new Map(info?.variables.map(({ name, type }) => [name, info.types.pointee(type)]));
      const at = (name: string, offset: number): string[] =>
        info?.types.membersAt(types.get(name), offset).map(({ path }) => path) ?? [];
      expect([...types.keys()]).toEqual(["dev", "ring"]);
      expect(at("dev", 2 * pointer)).toEqual(["usage"]);
      expect(at("dev", 3 * pointer)).toEqual(["ring"]);
      expect(at("dev", 4 * pointer)).toEqual(["data", "number"]);
      expect(at("ring", 12)).toEqual(["lock.waiters"]);
      expect(at("ring", 16 + pointer + 8)).toEqual(["slots[1].when"]);
      expect(at("ring", 16 + 4 * (pointer + 8))).toEqual(["next"]);
      expect(binaryOf(bytes)).toBeDefined();
    });
  },
);

test.skipIf(there.length > 0)(
  "no compiler is here: layouts are tested on the recorded object file alone",
  () => {},
);
