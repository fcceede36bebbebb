import { inFunction, type Kind } from "./kind.ts";
import { END } from "./unreadable.ts";

/** The type of a report whose first lines are missing. */
export const BEHEADED = "BEHEADED";

/** Where the processor stood in the kernel, as show_regs() prints it: before the trace, on each machine in its own words. */
const PLACE =
  /^(?:RIP: 0010:|EIP is at |EIP: [A-Za-z_]|PC is at |pc : [A-Za-z_]\w*\+|epc {0,3}: [0-9a-f]{8,16} [A-Za-z_]|NIP \[[0-9a-f]{8,16}\]|CR0: [0-9a-f]{8,16} CR2: |CR2: [0-9a-f]{16} CR3: )/;

/** Below one of these a trace tells of a WARN(), whose first lines come before the trace. */
const WARNS = /^(?:\[<[0-9a-f]{8,16}>\] )?(?:__warn|warn_slowpath_(?:fmt|null|common))\+0x/;

/** A log that begins within a report: the machine's state tells of a crash, the words that announced it are cut off. */
export const BEHEADED_KINDS: readonly Kind[] = [
  inFunction("WARNING", "WARNING", WARNS, ["__warn+0x", "warn_slowpath_"], {
    role: "part",
    doubtful: true,
    atBeginning: true,
  }),
  inFunction(
    BEHEADED,
    "crash without its first lines",
    new RegExp(`${PLACE.source}|${END.source}`),
    ["---[ end trace ", "RIP: 0010:", "EIP is at ", "EIP: ", "PC is at ", "pc : ", "epc ", "NIP [", "CR2: "],
    { role: "part", doubtful: true, atBeginning: true },
  ),
];
