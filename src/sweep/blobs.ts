/** Sources by the hash of their content, compiled modules by that of what they were made from. */
export interface BlobName {
  readonly kind: "file" | "program";
  readonly hash: string;
}

/** Where machines find packed sources and compiled modules. */
export interface Blobs {
  /** How many may be asked for at once. */
  readonly atOnce: number;
  has(name: BlobName): Promise<boolean>;
  read(name: BlobName): Promise<Uint8Array | undefined>;
  /** @throws UserError where it cannot be kept */
  write(name: BlobName, packed: Buffer): Promise<void>;
}
