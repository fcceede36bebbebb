import { readFile } from "node:fs/promises";
import { UserError } from "../../core/user-error.ts";
import { runCommand } from "../host/command.ts";

/** Offsets in a bzImage's setup header (Documentation/arch/x86/boot.rst): sectors of setup code, and the payload. */
const SETUP_SECTORS = 0x1f1;
const MAGIC = 0x202;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
const SECTOR = 512;

const ELF = Buffer.from("\x7fELF", "latin1");

/** How a payload begins, and what unpacks it. Its last four bytes are its unpacked length, which is none of the packer's. */
const PACKERS: readonly {
  readonly magic: Buffer;
  readonly program: string;
  readonly words: readonly string[];
}[] = [
  { magic: Buffer.from("fd377a585a00", "hex"), program: "xz", words: ["--decompress", "--stdout"] },
  { magic: Buffer.from("28b52ffd", "hex"), program: "zstd", words: ["--decompress", "--stdout", "--quiet"] },
  { magic: Buffer.from("1f8b", "hex"), program: "gzip", words: ["--decompress", "--stdout"] },
];

const LIMIT = 60_000;

/** The ELF kernel inside a bzImage: booted by PVH it skips the decompressor, which takes ten seconds when emulated. */
export async function extractVmlinux(path: string): Promise<Buffer> {
  const image = await readFile(path);
  if (image.subarray(0, ELF.length).equals(ELF)) return image;
  if (image.length < PAYLOAD_LENGTH + 4 || image.toString("latin1", MAGIC, MAGIC + 4) !== "HdrS") {
    throw new UserError(`${path} is neither a bzImage nor an ELF kernel`);
  }
  const setup = ((image[SETUP_SECTORS] || 4) + 1) * SECTOR;
  const start = setup + image.readUInt32LE(PAYLOAD_OFFSET);
  const payload = image.subarray(start, start + image.readUInt32LE(PAYLOAD_LENGTH));
  const packer = PACKERS.find(({ magic }) => payload.subarray(0, magic.length).equals(magic));
  if (!packer) throw new UserError(`${path}: its kernel is packed in a way that is not known here`);
  const input = packer.program === "gzip" ? payload : payload.subarray(0, -4);
  const { stdout, stderr } = await runCommand(packer.program, packer.words, { limit: LIMIT, input });
  if (stdout.subarray(0, ELF.length).equals(ELF)) return stdout;
  throw new UserError(`${path}: ${packer.program} cannot unpack its kernel: ${stderr.trim()}`);
}
