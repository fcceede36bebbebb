/** The public API: what a program that embeds unoops may import. */
export * from "./core/finding.ts";
export * from "./core/kernel-version.ts";
export * from "./core/rules.ts";
export * from "./core/span.ts";
export { UserError } from "./core/user-error.ts";
