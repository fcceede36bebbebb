import { expect, test } from "vitest";
import { NO_CACHE } from "../../src/compile/cache.ts";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import { prepareServices } from "../../src/compile/services.ts";
import { defaultArch, KERNEL_VERSIONS } from "../../src/core/kernel-version.ts";
import { readKernelFiles } from "../../src/host/kernel-files.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";

const toolchain = (await nativeToolchain()) ?? embeddedToolchain();

// a module brings in only those that it calls: one that no fixture uses breaks unseen
test.each(KERNEL_VERSIONS)("every service of linux %s compiles", async (kernel) => {
  const target = { kernel, arch: defaultArch(kernel) };
  await expect(
    prepareServices({ toolchain, kernel: readKernelFiles(), cache: NO_CACHE, target }),
  ).resolves.not.toThrow();
});
