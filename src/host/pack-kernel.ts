/** A step of the build: writes what the commands read instead of the files of src/kernel. */
import { writeFileSync } from "node:fs";
import { ModelKernel } from "../compile/model-kernel.ts";
import { everything, INDEX, PACK, readAll, type Index } from "./kernel-files.ts";

const all = new ModelKernel(readAll);
writeFileSync(PACK, JSON.stringify([...all.files]));
const index: Index = { hash: await all.hash(), names: ["", ...everything()] };
writeFileSync(INDEX, JSON.stringify(index));
