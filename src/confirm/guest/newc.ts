interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly content?: Uint8Array;
}

const FOLDER = 0o040755;
const PROGRAM = 0o100755;

/** A cpio archive in the form the kernel unpacks ("newc", Documentation/driver-api/early-userspace/buffer-format.rst). */
export function newc(folders: readonly string[], programs: ReadonlyMap<string, Uint8Array>): Buffer {
  const entries: Entry[] = [
    ...folders.map((path) => ({ path, mode: FOLDER })),
    ...[...programs].map(([path, content]) => ({ path, mode: PROGRAM, content })),
    { path: "TRAILER!!!", mode: 0 },
  ];
  return Buffer.concat(entries.flatMap((entry, i) => pieces(entry, i + 1)));
}

function pieces({ path, mode, content = new Uint8Array() }: Entry, inode: number): Uint8Array[] {
  const name = Buffer.from(`${path}\0`);
  const links = 1;
  // inode, mode, uid, gid, links, mtime, size, device (major, minor), special device (major, minor), name size, checksum
  const numbers = [inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = Buffer.from(
    `070701${numbers.map((number) => number.toString(16).padStart(8, "0")).join("")}`,
  );
  const head = Buffer.concat([header, name]);
  return [head, padding(head.length), content, padding(content.length)];
}

/** Header with name, and content, each end at a multiple of four. */
const padding = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4);
