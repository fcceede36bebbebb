/**
 * Fetches the kernel trees that `check` is measured on: Debian's `linux-source-*` packages.
 *
 *   npx jiti bench/fetch-trees.ts [6.1 6.12 ...]     (all four when none is named)
 *
 * The trees land in UNOOPS_TREES, or in ~/.cache/unoops/trees, one folder a version. apt runs with a private root folder
 * under that place: the machine's own sources, lists and packages stay as they are.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Which suite has which kernel; the package's exact version is read from the suite's index. */
const SUITES: Record<string, string> = {
  "5.10": "bullseye",
  "6.1": "bookworm",
  "6.12": "trixie",
  "7.2": "sid",
};

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Where the trees lie, one folder a version. */
function treesFolder(): string {
  return process.env["UNOOPS_TREES"] ?? join(homedir(), ".cache", "unoops", "trees");
}

/** The Debian mirror this machine already uses. */
function mirror(): string {
  const parts = "/etc/apt/sources.list.d";
  const files = [
    "/etc/apt/sources.list",
    ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : []),
  ];
  for (const file of files.filter((name) => existsSync(name))) {
    const found = /(https?:\/\/\S+\/debian)\/?\s/.exec(readFileSync(file, "utf8"));
    if (found?.[1]) return found[1];
  }
  return "http://deb.debian.org/debian";
}

/** Makes a private apt root for one suite and gives the options that select it. */
function privateApt(root: string, suite: string): string[] {
  for (const folder of ["etc", "state/lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  const sources = join(root, "etc", "sources.list");
  writeFileSync(sources, `deb [signed-by=${KEYRING}] ${mirror()} ${suite} main\n`);
  writeFileSync(join(root, "state", "status"), "");
  const options = {
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "-",
    "Dir::State": join(root, "state"),
    "Dir::State::status": join(root, "state", "status"),
    "Dir::Cache": join(root, "cache"),
    "APT::Architecture": "amd64",
    "APT::Sandbox::User": "root",
    "Acquire::Languages": "none",
  };
  return Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

function fetchTree(version: string, suite: string): void {
  const target = join(treesFolder(), version);
  if (existsSync(target)) {
    console.log(`${version}: ${target} is there`);
    return;
  }
  const work = join(treesFolder(), `.fetch-${version}`);
  const apt = privateApt(join(work, "apt"), suite);
  const run = (command: string, args: readonly string[]): void => {
    execFileSync(command, args, { cwd: work, stdio: ["ignore", "ignore", "inherit"] });
  };
  run("apt-get", [...apt, "update"]);
  run("apt-get", [...apt, "download", `linux-source-${version}`]);
  const [deb] = readdirSync(work).filter((name) => name.endsWith(".deb"));
  if (!deb) throw new Error(`apt downloaded no linux-source-${version} from ${suite}`);
  run("dpkg-deb", ["-x", deb, "package"]);
  run("tar", ["-xf", join("package", "usr", "src", `linux-source-${version}.tar.xz`)]);
  renameSync(join(work, `linux-source-${version}`), target);
  rmSync(work, { recursive: true });
  console.log(`${version}: ${deb} -> ${target}`);
}

const asked = process.argv.slice(2);
for (const version of asked.length > 0 ? asked : Object.keys(SUITES)) {
  const suite = SUITES[version];
  if (suite === undefined)
    throw new Error(`no suite is known to have ${version}; known: ${Object.keys(SUITES).join(", ")}`);
  fetchTree(version, suite);
}
