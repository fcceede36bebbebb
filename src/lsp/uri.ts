/** The path that a file's URI names; undefined for any other. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file://")) return undefined;
  return decodeURIComponent(new URL(uri).pathname);
}

/** As editors write it: every character that is not plain is encoded. */
export function uriOf(path: string): string {
  return `file://${path.split("/").map(encodeURIComponent).join("/")}`;
}
