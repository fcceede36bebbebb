import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { doctorText, examine } from "../../src/confirm/doctor.ts";

const cache = mkdtempSync(join(tmpdir(), "doctor-test-"));
const before = process.env["XDG_CACHE_HOME"];
process.env["XDG_CACHE_HOME"] = cache;
afterAll(() => {
  if (before === undefined) delete process.env["XDG_CACHE_HOME"];
  else process.env["XDG_CACHE_HOME"] = before;
  rmSync(cache, { recursive: true, force: true });
});

test("without a kernel, one is to be added; each architecture asks for its own emulator and compiler", async () => {
  const arm = await examine("arm");
  expect(arm.map(({ what }) => what)).toEqual(
    expect.arrayContaining(["qemu-system-arm", "arm-linux-gnueabihf-gcc", "make"]),
  );
  expect(arm.map(({ what }) => what)).not.toContain("qemu-system-x86_64");
  expect(doctorText(arm)).toContain("unoops kernels add 6.1 --arch arm");
  const x86 = await examine("x86_64");
  expect(x86.map(({ what }) => what)).toEqual(expect.arrayContaining(["qemu-system-x86_64", "/bin/busybox"]));
});

test("one command installs all that is missing", () => {
  const text = doctorText([
    { what: "make", there: false, packages: ["make"] },
    { what: "gcc", there: true, packages: ["gcc"] },
    { what: "xz", there: false, packages: ["xz-utils"] },
    { what: "a kernel", there: false, packages: [], command: "unoops kernels add 6.1" },
  ]);
  expect(text).toContain("Run: apt-get install make xz-utils && unoops kernels add 6.1\n");
});
