import { alone, type Kind } from "./kind.ts";

/** Programs that share the console with the kernel and end a test run: their failures are told apart, not missed. */
export const HARNESS: readonly Kind[] = [
  alone("SYZ_FAILURE", "$1", /((?:SYZFAIL|SYZFATAL): .*)/, ["SYZFAIL: ", "SYZFATAL: "], {
    refine: (_, match) => ({ title: (match[1] ?? "").trim().replace(/\d+/g, "NUM") }),
  }),
  alone(
    "DoS",
    "go runtime error",
    /^(?:fatal error: (?!unexpected signal\b.*kernel)|runtime: out of memory)/,
    ["fatal error: ", "runtime: out of memory"],
  ),
  alone(
    "DoS",
    "trusty: panic: $1",
    /^trusty: panic \(caller 0x[0-9a-f]+\): (?!(?:DEBUG )?ASSERT FAILED)(.*)/,
    ["trusty: panic"],
    { refine: (_, match) => ({ title: `trusty: panic: ${(match[1] ?? "").replace(/\d+/g, "NUM")}` }) },
  ),
  alone(
    "DoS",
    "trusty: $1",
    /^trusty: (?:panic |0x[0-9a-f]+\)).*?((?:DEBUG )?ASSERT FAILED.*)/,
    ["ASSERT FAILED"],
    {
      refine: (_, match) => ({
        title: `trusty: ASSERT FAILED: ${/\): (.*)/.exec(match[1] ?? "")?.[1] ?? ""}`.trim(),
      }),
    },
  ),
];
