/**
 *   npm run playground                     builds the page into playground/dist/, for any static host
 *   npm run playground -- --serve [PORT]   and shows it to this machine
 */
import { buildPlayground, TARGET } from "./build.ts";
import { serve } from "./serve.ts";

await buildPlayground({ say: (text) => console.error(text) });
const [flag, port = "8080"] = process.argv.slice(2);
if (flag === "--serve") {
  const { address } = await serve(TARGET, Number(port));
  console.log(`the playground is at ${address}; Ctrl-C ends it`);
} else if (flag === undefined) {
  console.log(`the playground is in ${TARGET}`);
} else {
  console.error(`${flag}: there is only --serve [PORT]`);
  process.exitCode = 2;
}
