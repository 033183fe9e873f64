// SPDX-License-Identifier: MIT
/**
 * What `import "dce"` means in a browser: the values of src/index.ts, with the engine in a worker.
 * A page's import map leads here (index.html).
 *
 * ```html
 * <script type="importmap">{ "imports": { "dce": "./index.ts" } }</script>
 * ```
 */
import { registerEdge } from "../scenario/environment.ts";

export { param } from "../scenario/api/param.ts";
export { run, ScenarioError, scenario } from "../scenario/api/scenario.ts";
export { units } from "../scenario/api/values.ts";

registerEdge(async () => await (await import("./edge.ts")).webEdge());
