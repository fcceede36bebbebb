import type { Finding, Outcome } from "../core/finding.ts";
import type { ChangedFile } from "../core/fix.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { SourceFile } from "../source/index.ts";

/** Texts of open documents that may differ from what is on the disk, by path. */
export type OpenTexts = ReadonlyMap<string, string>;

/** What a run said of a module, and where it can be looked at. */
export interface Ran {
  readonly outcome: Outcome;
  /** In a sentence. */
  readonly summary: string;
  readonly findings: number;
  /** Path of the page with the timeline. */
  readonly page: string;
}

/** A patch that was proven, or why there is none. */
export interface Mended {
  readonly title: string;
  /** Absent where no patch is proven. */
  readonly files?: readonly ChangedFile[];
  readonly why: string;
}

/** What the server needs of the machine it runs on: files, and the slow work, which can be called off. */
export interface Workbench {
  readonly kernelOf: (path: string) => KernelVersion;
  /** Findings as the user wants them told: those that are switched off are left out. */
  readonly told: (findings: readonly Finding[]) => readonly Finding[];
  /** C files of the document's folder that hold one of these names, but for those that are known; read as they are needed. */
  readonly siblings: (
    path: string,
    names: ReadonlySet<string>,
    known: ReadonlySet<string>,
    kernel: KernelVersion,
  ) => readonly SourceFile[];
  /** A header of the document's folder. */
  readonly header: (path: string, kernel: KernelVersion) => SourceFile | undefined;
  /** `line`: of the one finding that is looked for; calls may fail then. */
  readonly run: (path: string, open: OpenTexts, signal: AbortSignal, line?: number) => Promise<Ran>;
  readonly mend: (path: string, open: OpenTexts, signal: AbortSignal) => Promise<Mended>;
}
