import { render } from "preact";
import type { Example } from "./examples.ts";
import { Playground } from "./view/playground.tsx";

/** Brings the page to life: its examples lie in it as JSON. */
const root = document.getElementById("page");
const data = document.getElementById("examples");
if (root && data?.textContent) {
  const examples: Example[] = JSON.parse(data.textContent);
  document.documentElement.classList.add("alive");
  render(<Playground examples={examples} />, root);
}
