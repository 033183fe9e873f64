// SPDX-License-Identifier: MIT
/** The command `dce`: `./dce` brings Node and starts this file with its words. */
import { keepCompiled } from "./compile-cache.ts";
import { EXIT, errnoOf } from "./exit-status.ts";

// Whoever reads our output may stop, as `head` does.
process.stdout.on("error", (error) => {
  if (errnoOf(error) !== "EPIPE") throw error;
  process.exit(EXIT.brokenPipe);
});
keepCompiled();
const { dispatch } = await import("./commands.ts");
process.exitCode = await dispatch(process.argv.slice(2));
