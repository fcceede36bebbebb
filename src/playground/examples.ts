/** Something to begin with. */
export interface Example {
  readonly title: string;
  readonly source: string;
  /** The module's file. */
  readonly file: string;
  /** A panic that the module made, where there is one. */
  readonly log: string;
}

/** The modules of `examples/`, each by what its MODULE_DESCRIPTION says; `panic` is the log of one of them. */
export function examplesOf(
  files: ReadonlyMap<string, string>,
  panic: { readonly file: string; readonly log: string },
): Example[] {
  return [...files]
    .map(([file, source]) => ({
      title: /MODULE_DESCRIPTION\("([^"]*)"\)/.exec(source)?.[1] ?? file,
      source,
      file,
      log: file === panic.file ? panic.log : "",
    }))
    .toSorted((a, b) => Number(b.log !== "") - Number(a.log !== "") || a.title.localeCompare(b.title));
}
