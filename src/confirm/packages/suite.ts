import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { countText } from "../../core/progress-text.ts";
import { UserError } from "../../core/user-error.ts";
import { outputOf, runCommand } from "../host/command.ts";

/** An index is small, a kernel image is 70 MB; both come over a network. In ms. */
const UPDATE_LIMIT = 180_000;
const DOWNLOAD_LIMIT = 900_000;
const LOOKUP_LIMIT = 60_000;

const MB = 1 << 20;
const TELL_EVERY = 500;

/** Told how far a download is. */
type Tell = (text: string) => void;

/** One suite of Debian for one machine, as apt sees it through lists of our own: the system's are never touched. */
export class Suite {
  readonly name: string;
  readonly #options: readonly string[];

  private constructor(name: string, options: readonly string[]) {
    this.name = name;
    this.#options = options;
  }

  /** Fetches the suite's index from the mirror that apt is configured with; apt verifies its signature. */
  static async open(name: string, debianArch: string, folder: string): Promise<Suite> {
    const root = join(folder, `${name}-${debianArch}`);
    for (const part of ["lists/partial", "cache/archives/partial", "parts"]) {
      await mkdir(join(root, part), { recursive: true });
    }
    const sources = join(root, "sources.list");
    await writeFile(join(root, "status"), "");
    const suite = new Suite(name, [
      ...setting("Dir::Etc::SourceList", sources),
      ...setting("Dir::Etc::SourceParts", join(root, "parts")),
      ...setting("Dir::Etc::Preferences", join(root, "preferences")),
      ...setting("Dir::Etc::PreferencesParts", join(root, "parts")),
      ...setting("Dir::State", root),
      ...setting("Dir::State::Lists", join(root, "lists")),
      ...setting("Dir::State::Status", join(root, "status")),
      ...setting("Dir::Cache", join(root, "cache")),
      ...setting("APT::Architecture", debianArch),
      ...setting("APT::Architectures", debianArch),
      ...setting("APT::Sandbox::User", "root"),
      ...setting("Acquire::Languages", "none"),
    ]);
    const [main, ...security] = await sourcesFor(name);
    await writeFile(sources, [main, ...security, ""].join("\n"));
    if ((await suite.#update()) === undefined) return suite;
    // the suite itself has a kernel too, if an older one, when its security updates cannot be had
    await writeFile(sources, `${main}\n`);
    const failure = await suite.#update();
    if (failure === undefined) return suite;
    throw new UserError(`apt-get update for ${name}: ${failure}`);
  }

  /** What went wrong; nothing when the index is there. */
  async #update(): Promise<string | undefined> {
    const { status, stderr } = await this.#run("apt-get", ["update", "-q"], UPDATE_LIMIT);
    return status === 0 ? undefined : firstError(stderr);
  }

  /** What a package needs, by name; nothing when the suite does not have it. */
  async needs(name: string): Promise<readonly string[]> {
    const { status, stdout } = await this.#run("apt-cache", ["depends", "--important", name], LOOKUP_LIMIT);
    if (status !== 0) return [];
    return [...stdout.toString("utf8").matchAll(/^\s+\|?(?:Pre)?Depends: ([^\s<]+)$/gm)].map(
      (match) => match[1] ?? "",
    );
  }

  async version(name: string): Promise<string | undefined> {
    const { stdout } = await this.#run("apt-cache", ["policy", name], LOOKUP_LIMIT);
    const candidate = /^\s+Candidate: (\S+)$/m.exec(stdout.toString("utf8"))?.[1];
    return candidate === "(none)" ? undefined : candidate;
  }

  /** Puts packages into a folder; apt checks their checksums against the signed index. */
  async download(names: readonly string[], folder: string, tell: Tell = () => {}): Promise<void> {
    const total = await this.#sizeOf(names);
    const before = await sizeBelow(folder);
    const began = performance.now();
    const timer = setInterval(() => {
      void sizeBelow(folder).then((size) =>
        tell(countText("MB fetched", (size - before) / MB, total / MB, performance.now() - began)),
      );
    }, TELL_EVERY);
    const { status, stderr } = await this.#run(
      "apt-get",
      ["download", "-q", ...names],
      DOWNLOAD_LIMIT,
      folder,
    ).finally(() => clearInterval(timer));
    if (status !== 0) throw new UserError(`apt-get download ${names.join(" ")}: ${firstError(stderr)}`);
  }

  /** Of all packages together, in bytes; 0 when apt does not say. */
  async #sizeOf(names: readonly string[]): Promise<number> {
    const { stdout } = await this.#run("apt-get", ["download", "--print-uris", "-q", ...names], LOOKUP_LIMIT);
    const sizes = [...stdout.toString("utf8").matchAll(/^'\S+' \S+ (\d+) /gm)];
    return sizes.reduce((sum, [, size]) => sum + Number(size), 0);
  }

  #run(program: string, words: readonly string[], limit: number, cwd?: string) {
    return runCommand(program, [...this.#options, ...words], {
      limit,
      ...(cwd === undefined ? {} : { cwd }),
    });
  }
}

/** Bytes of the files in a folder, those on their way included. */
async function sizeBelow(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) sum += (await stat(join(folder, entry.name)).catch(() => ({ size: 0 }))).size;
  }
  return sum;
}

function setting(name: string, value: string): string[] {
  return ["-o", `${name}=${value}`];
}

function firstError(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.startsWith("E: "))
      ?.slice(3) ?? "apt said nothing"
  );
}

/** `deb` lines for a suite and its security updates, on the mirrors that this system's apt uses for its own suite. */
async function sourcesFor(suite: string): Promise<string[]> {
  const format = "$(LABEL) $(REPO_URI)";
  const words = ["indextargets", "--format", format, "Created-By: Packages"];
  const targets = await outputOf("apt-get", words, { limit: LOOKUP_LIMIT });
  const mirror = (label: string): string | undefined =>
    targets
      .split("\n")
      .find((line) => line.startsWith(`${label} `))
      ?.slice(label.length + 1);
  const main = mirror("Debian");
  if (main === undefined) {
    throw new UserError(
      "apt knows no mirror of Debian here: run apt-get update, or name a kernel with --kdir DIR --image FILE",
    );
  }
  const security = suite === "sid" ? undefined : mirror("Debian-Security");
  return [
    `deb [signed-by=${KEYRING}] ${main} ${suite} main`,
    ...(security === undefined ? [] : [`deb [signed-by=${KEYRING}] ${security} ${suite}-security main`]),
  ];
}

/** Where Debian puts the keys of its archive. */
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
